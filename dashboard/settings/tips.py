"""What each control does, and what to try with it."""

TITLES = {"curve": "a curve", "line": "a line", "landscape": "a landscape"}

COMMON = {
    "play": "Runs the descent, row by row, or halts it. Key: space.",
    "back": "Shows the row before this one. Key: left arrow.",
    "step": "Makes one step. Key: right arrow.",
    "reset": "Goes back to the start of the very same run. Key: R.",
    "playhead": "Every row that has run: drag it, and all panels show that row.",
    "scale": "Linear shows what is left; log shows the rate: a line, if each step takes the same share.",
    "speed": "Steps a second. The run is the same at any speed.",
    "method": "The rule each step follows. Try momentum, then Adam: the same slopes, other steps.",
    "schedule": "How α changes on the way. With noise, try 1/k: the run settles closer to the minimum.",
    "rival": "Adds another runner from the same start: a method, or one of SciPy's solvers.",
    "pin": "Keeps this run to compare with. Then change one thing: the two run side by side.",
    "tune": "Tries 31 step sizes for every runner and keeps the one that arrives first.",
    "clear": "Ends the race: this run goes on alone.",
    "race": "The whole race, as the link has it: adam:0.1, momentum:0.01:momentum=0.8, bfgs.",
    "copy": "Puts a link to this very run on the clipboard.",
    "theme": "Light or dark.",
    "board": "For a projector: larger type, step sizes on the keys 1 to 6, and the truth hidden.",
    "reveal": "Shows the minimum, the best fit and the verdict, or hides them. Key: V.",
    "csv": "Every row of this run, to the last digit, for a spreadsheet or pandas.",
    "script": "A short Python program that makes this very run again.",
    "notebook": "The run, its rows and its figures, for Jupyter.",
    "standalone": "One file with figures, rows and Play, which opens without a server or internet.",
    "png": "The figure as it is now, as pixels.",
    "svg": "The figure as it is now, as lines that can be scaled.",
}

BY_CHAPTER = {
    "curve": {
        "step_size": "Step = α × slope. Try 0.1, then 0.9: same rate, different path.",
        "presets": "Step sizes worth seeing, by what they do. Try 1.1, then press Play.",
        "start": "Where descent begins. Drag the ring in the plot, too: from the left of 3 it walks right.",
        "iterations": "The most steps a run may make. Try 1000 with α = 0.001.",
        "precision": "Stops when a step moves x by no more than this; 0 is off. Try 0.1: far too soon.",
        "function": "The post's parabola, or one with several minima, a kink or a plateau.",
        "formula": "Your own function of x, as you write it: x^4 - 3x^2 + x. Its slope is exact.",
        "noise": "Scatter of the slope that each step goes by. Try 10 with precision 0: it never rests.",
        "seed": "Which random numbers the noise is drawn from. The same seed gives the same run.",
    },
    "landscape": {
        "step_size": "How far each step goes. Try ten times as much: the valley's walls throw it back.",
        "presets": "Step sizes around one that suits this function and method.",
        "start": "Where descent begins. Drag the ring, or click: across a ridge it ends in another valley.",
        "function": "Each has one lesson: it stands in the panel below, at the right.",
        "formula": "Your own function of x and y, as you write it: y sin(x) + x^2. Its gradient is exact.",
        "condition": "Longest over shortest axis, squared. Try 1, then 1000: α must suit the steep side.",
        "rotation": "Turns the bowl. AdaGrad and Adam notice it, plain descent does not.",
        "iterations": "The most steps a run may make.",
        "precision": "Stops when a step moves by no more than this; 0 is off.",
        "noise": "Scatter of the gradient that each step goes by. It keeps the run from settling.",
        "seed": "Which random numbers the noise is drawn from. The same seed gives the same run.",
        "view": "From above, or in three dimensions: drag to turn it.",
        "basins": "Each start in the colour of the minimum it leads to. Drag the start across a border.",
    },
    "line": {
        "step_size": "Step = α × gradient. Try 0.1: done in a hundred steps. Above 2/L it flies off.",
        "presets": "Step sizes worth seeing, by what they do. Best is 2/(L + μ); 2/L is the edge.",
        "start": "Intercept and slope of the first line. Drag the ring among the contours, too.",
        "iterations": "The steps a run makes. The post makes 5000, and is not quite there.",
        "precision": "Stops when a step moves θ by no more than this. 0 is off, as in the post. Try 0.01.",
        "noise": "Scatter around the line. Triple it: the floor of the loss rises ninefold (54.7 → 492).",
        "samples": "Points that the line is fitted to. Try 2, then 10,000: a step costs the same.",
        "seed": "Which random numbers the data are drawn from. 2015 is the post's.",
        "data": "The post's line, 442 patients (body-mass index, progress of diabetes), or data of your own.",
        "points": "One point a line, x and y. Change a number, or paste a table in their place, and use it.",
        "own_file": "A CSV file: it stays on this server only while the page is open.",
        "own_save": "Writes the points of this page into a file, which the code reads.",
        "own_columns": "Which column is x and which is y. Try them the other way round.",
        "own_use": "Fits the line to what stands above.",
        "standardise": "Brings x to mean 0 and spread 1. The diabetes data hardly move without it.",
        "batch": "Samples that each step looks at; 0 is all. Try 1: cheap steps that never come to rest.",
        "view": "The same bowl from above, or in three dimensions: drag to turn it.",
    },
}


def tips(chapter: str) -> dict[str, str]:
    return COMMON | BY_CHAPTER[chapter]
