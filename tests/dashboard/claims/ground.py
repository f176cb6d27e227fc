"""What a function is like around a point, by brute force: lattices, circles and differences of its values."""

from functools import cached_property
from math import isfinite

import numpy as np

from gdcore import Objective

CLOSE = 0.015  # of the picture's width: a minimum nearer than this has been come to
RADII = (1e-4, 1e-3)  # of the picture's width: circles on which the function is looked at
ROUNDING = 4e-13  # of the values that are compared
LINE = 8001  # points of a lattice of one parameter
SIDE = 121  # points of a side of a lattice of two
LATTICE = np.stack(np.meshgrid(*[np.linspace(-1, 1, 9)] * 2)).reshape(2, -1)
TURN = np.arange(360) * (np.pi / 180)
SIDES = {1: np.array([[-1.0, 1.0]]), 2: np.stack([np.cos(TURN), np.sin(TURN)])}


class Ground:
    """A function with its picture, looked at without any knowledge of what it is."""

    def __init__(self, objective: Objective) -> None:
        self.objective, self.n = objective, objective.n
        self.width = float(np.ptp(objective.domain, axis=1).min())

    def value(self, theta: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            found = np.asarray(self.objective.value(theta))
        return np.where(np.isnan(found), np.inf, found)

    def slope(self, theta: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return self.objective.gradient(theta)

    def around(self, point: np.ndarray, share: float) -> np.ndarray:
        """Return how much higher it is on a circle about a point; 0 where rounding decides."""
        aside = share * self.width * SIDES[self.n]
        values, here = self.value(point[:, np.newaxis] + aside), float(self.value(point))
        finite = np.abs(values).max(where=np.isfinite(values), initial=0.0)
        rise = values - here
        return np.where(np.abs(rise) <= ROUNDING * max(abs(here), finite), 0.0, rise)

    def is_minimum(self, point: np.ndarray) -> bool:
        near, far = (self.around(point, share) for share in RADII)
        lowest, highest = min(near.min(), far.min()), near.max(initial=0.0, where=np.isfinite(near))
        is_pole = highest > 0.8 * far.max()
        return isfinite(float(self.value(point))) and lowest >= 0 and far.max() > 0 and not is_pole

    def minima_near(self, theta: np.ndarray, radius: float) -> list[np.ndarray]:
        """Return the minima within a distance of a point."""
        if self.n == 1:
            found = self._on_a_line(theta[0] - radius, theta[0] + radius)
        else:
            found = [self._zoomed(theta, radius), self.polished(theta, radius)]
        apart = [np.linalg.norm(each - theta) for each in found]
        return [
            each for each, far in zip(found, apart, strict=True) if far <= radius and self.is_minimum(each)
        ]

    def _on_a_line(self, low: float, high: float) -> list[np.ndarray]:
        x = np.linspace(low, high, LINE)
        values, slopes = self.value(x[np.newaxis]), self.slope(x[np.newaxis])[0]
        turns = np.flatnonzero((slopes[:-1] < 0) & (slopes[1:] >= 0)) + 1
        inner = values[1:-1]
        dips = (inner <= values[:-2]) & (inner <= values[2:]) & (inner < np.maximum(values[:-2], values[2:]))
        lone = [
            i for i in np.flatnonzero(dips & np.isfinite(inner)) + 1 if np.abs(turns - i).min(initial=9) > 2
        ]
        return [self._bisected(x[i - 1], x[i]) for i in turns] + [
            self._shrunk(x[i - 1], x[i + 1]) for i in lone
        ]

    def _bisected(self, low: float, high: float) -> np.ndarray:
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.slope(np.array([middle]))[0] < 0 else (low, middle)
        return np.array([high])

    def _shrunk(self, low: float, high: float) -> np.ndarray:
        """Return the lowest of ever finer lattices: at a kink, or at the edge of where it is defined."""
        for _ in range(12):
            x = np.linspace(low, high, 41)
            best = int(np.argmin(self.value(x[np.newaxis])))
            low, high = x[max(best - 1, 0)], x[min(best + 1, 40)]
        return np.array([x[best]])

    def _zoomed(self, theta: np.ndarray, radius: float) -> np.ndarray:
        """Return the lowest of ever finer lattices about where it goes down to from a point."""
        centre, half = theta, max(radius, 1e-6 * self.width) / 4
        low, fine = float(self.value(theta)), 1e-5 * self.width
        for _ in range(150):
            mesh = centre[:, np.newaxis] + half * LATTICE
            values = self.value(mesh)
            best = int(np.argmin(values))
            inner = np.abs(mesh[:, best] - centre).max() < 0.6 * half
            if values[best] < low:
                centre, low = mesh[:, best], float(values[best])
            half /= 2.5 if inner else 1
            if half < fine:
                smooth = self.polished(centre)
                if smooth is not centre and self.is_minimum(smooth):
                    return smooth
                fine = 0.0
            if half < 1e-10 * self.width:
                break
        return self.polished(centre)

    def polished(self, point: np.ndarray, reach: float | None = None) -> np.ndarray:
        """Return the level point just beside one; the point itself where there is none."""
        reach = 1e-3 * self.width if reach is None else reach
        found, h = point, 1e-6 * self.width
        for _ in range(6):
            aside = found[:, np.newaxis] + h * np.hstack([np.eye(self.n), -np.eye(self.n)])
            slopes, here = self.slope(aside), self.slope(found)
            matrix = (slopes[:, : self.n] - slopes[:, self.n :]) / (2 * h)
            if not (np.isfinite(matrix).all() and np.isfinite(here).all()):
                return point
            curved, ways = np.linalg.eigh((matrix + matrix.T) / 2)
            ways = ways[:, curved > 1e-4 * np.abs(curved).max()]  # none along a floor
            found = found - ways @ np.linalg.lstsq(ways.T @ matrix @ ways, ways.T @ here)[0]
        steep = np.linalg.norm(self.slope(found)) > np.linalg.norm(self.slope(point))
        return point if steep or np.linalg.norm(found - point) > reach else found

    @cached_property
    def minima(self) -> list[np.ndarray]:
        """The minima in the picture."""
        low, high = self.objective.domain.T
        if self.n == 1:
            found = [each for each in self._on_a_line(low[0], high[0]) if self.is_minimum(each)]
        else:
            found = self._on_a_plane(low, high)
        apart: list[np.ndarray] = []
        for point in found:
            if all(np.linalg.norm(point - other) > 1e-3 * self.width for other in apart):
                apart.append(point)
        return apart

    def _on_a_plane(self, low: np.ndarray, high: np.ndarray) -> list[np.ndarray]:
        axes = [np.linspace(*ends, SIDE) for ends in zip(low, high, strict=True)]
        mesh = np.stack(np.meshgrid(*axes, indexing="ij"))
        values = self.value(mesh)
        inner = values[1:-1, 1:-1]
        sides = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
        around = [values[1 + i : SIDE - 1 + i, 1 + j : SIDE - 1 + j] for i, j in sides]
        dips = (inner <= np.minimum.reduce(around)) & (inner < np.maximum.reduce(around)) & np.isfinite(inner)
        places = np.argwhere(dips)[np.argsort(inner[dips], kind="stable")][:20] + 1
        step = 2 * float(np.ptp(self.objective.domain, axis=1).max()) / SIDE
        points = (self._zoomed(mesh[:, i, j], step) for i, j in places)
        return [each for each in points if self.is_minimum(each)]

    @cached_property
    def lowest(self) -> float:
        """The least value at a minimum in the picture; infinite where there is none."""
        return min((float(self.value(each)) for each in self.minima), default=np.inf)

    def level_near(self, theta: np.ndarray, radius: float) -> np.ndarray:
        """Return the level point next to a point: where the slope is least, on ever finer lattices."""
        centre, half = theta, max(radius, 1e-9 * self.width)
        for _ in range(60):
            axis = np.linspace(-half, half, 21)
            mesh = centre[:, np.newaxis] + np.stack(np.meshgrid(*[axis] * self.n)).reshape(self.n, -1)
            steep = np.nan_to_num(np.linalg.norm(self.slope(mesh), axis=0), nan=np.inf)
            centre = mesh[:, int(np.argmin(steep))]
            half /= 2
        return centre

    def curvatures(self, point: np.ndarray) -> np.ndarray | None:
        """Return the Hessian's eigenvalues by differences of the values; None where two scales disagree."""
        for share in (1e-3, 1e-4):
            one, other = (self._differences(point, times * share * self.width) for times in (1, 0.5))
            with np.errstate(all="ignore"):
                alike = np.abs(one - other).max() <= 0.02 * np.abs(one).max()
            if alike and np.isfinite(one).all() and np.isfinite(other).all():
                return np.linalg.eigvalsh((4 * other - one) / 3)
        return None

    def _differences(self, point: np.ndarray, h: float) -> np.ndarray:
        eye = h * np.eye(self.n)
        matrix = np.empty((self.n, self.n))
        for i in range(self.n):
            for j in range(self.n):
                signs = ((1, 1), (1, -1), (-1, 1), (-1, -1))
                four = [self.value(point + a * eye[i] + b * eye[j]) * a * b for a, b in signs]
                matrix[i, j] = sum(map(float, four)) / (4 * h * h)
        return matrix
