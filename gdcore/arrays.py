"""Names for the types of arrays, and of what floats and arrays share."""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]

# Arithmetic that is written once: of floats it gives floats, of arrays arrays.
Number = TypeVar("Number", float, Floats)

# Of n coordinates, n floats or n arrays of one shape: a type can say neither how many nor that all are alike.
Formula = Callable[..., Any]
Partials = Callable[..., tuple[Any, ...]]
