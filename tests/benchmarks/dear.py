"""Links that are known to be dear: what was tried to keep others waiting, and patches of open pages.

Where a link's run is more work than a page may be, the page has to say so and show a shorter one.
"""

SEARCHES = ",".join(f"line search:100:start=1;1:noise={noise}" for noise in range(2, 7))
TUNABLE = ",".join(f"line search:{step}" for step in range(1, 6))
LONG = ",".join(f"gradient descent:0.000{digit}" for digit in range(1, 6))
PINS = ",".join(f"gradient descent:0.0{size}:start=1;1:batch={size}" for size in range(1, 6))
ADAMS = ",".join(f"adam:0.{digit}" for digit in range(1, 6))
SINES = "+".join(f"sin({number}*x*y)" for number in range(10, 24))

TOO_LONG = {
    "a line search in noise": "chapter=curve&method=line search&noise=1&iterations=100000&precision=0",
    "six line searches in noise": "chapter=landscape&formula=x**2&method=line search&step_size=100&noise=1"
    f"&iterations=50000&precision=0&seed=31&race={SEARCHES}",
    "a line search on a schedule": "chapter=landscape&function=beale&method=line search&schedule=cosine"
    "&noise=9&step_size=100&iterations=100000&precision=0",
    "adam": "chapter=curve&method=adam&iterations=100000&precision=0&noise=1",
    "newton": "chapter=landscape&function=beale&method=newton&iterations=100000&precision=0&noise=1",
    "six on a line": f"chapter=line&iterations=50000&race={ADAMS}",
    "a long formula": f"chapter=landscape&formula={SINES}&method=nadam&noise=1&iterations=100000&precision=0",
    "batches of many samples": "chapter=line&samples=100000&batch=200&iterations=100000",
    "batches of nearly all": "chapter=line&samples=100000&batch=99999&iterations=200",
    "more samples than are drawn": "chapter=line&samples=100000&batch=99999&iterations=100000",
    "a batch for each of six": f"chapter=line&samples=1000&batch=7&iterations=50000&race={PINS}",
    "a simplex that trembles": "chapter=landscape&function=saddle&iterations=50000&precision=0"
    "&race=bfgs,cg,nelder-mead",
}

BOUNDED = {
    "as it opens": "chapter=landscape",
    "six of 100,000 rows": f"chapter=line&iterations=100000&race={LONG}",
    "100,000 samples": "chapter=line&samples=100000&open=scaling",
    "a sweep for six": f"chapter=landscape&function=rosenbrock&iterations=300&open=sweep&race={TUNABLE}",
    "a sweep of a long formula": f"chapter=landscape&formula={SINES}&open=sweep&race={ADAMS}",
    "contours of what trembles": "chapter=landscape&formula=sin(10*x*y)",
    "a map of what trembles": f"chapter=landscape&formula={SINES}&basins=1&method=adam",
    "a program with a fault": "bug=1&iterations=100000",
}

LINKS = {
    name: "?" + query.replace("+", "%2B").replace(" ", "+") for name, query in (TOO_LONG | BOUNDED).items()
}
PRESSES = {  # what is done on an open page: a press of a button, or a change of a model's property
    "tuning six": (LINKS["a sweep for six"].replace("&open=sweep", ""), [("tune",)]),
    "exporting six of 100,000 rows": (LINKS["six of 100,000 rows"], [("parcel", ["csv"], "tags")]),
    "a page of its own": (LINKS["six of 100,000 rows"], [("parcel", ["standalone"], "tags")]),
    "other data of 100,000": ("?chapter=line&batch=1", [("samples", 99_999, "value")]),
    "another method for long": (
        "?chapter=landscape&noise=5&precision=0",
        [("method", "line search", "value"), ("iterations", 100_000, "value"), ("step_size", 100, "value")],
    ),
}
