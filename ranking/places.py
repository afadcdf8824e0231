"""Areas as unit vectors."""

import numpy as np
import numpy.typing as npt

# The mean radius of the IUGG; https://en.wikipedia.org/wiki/Earth_radius#Arithmetic_mean_radius
EARTH_RADIUS_KM = 6371.0088


def unit_vectors(latitudes: npt.ArrayLike, longitudes: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """Points of the sphere (n, 3) for latitudes (n,) and longitudes (n,) in degrees.

    Rounded to float32, half a metre: better than an area's centre is known.
    ValueError for an impossible angle.
    """
    north = np.asarray(latitudes, dtype=np.float64)
    east = np.asarray(longitudes, dtype=np.float64)
    if north.ndim != 1 or north.shape != east.shape:
        raise ValueError("latitudes and longitudes must be two lists of the same length.")
    if not ((np.abs(north) <= 90) & (np.abs(east) <= 360)).all():
        raise ValueError("latitudes must lie within ±90 degrees and longitudes within ±360.")
    phi, theta = np.radians(north), np.radians(east)
    points = np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=1)
    return points.astype(np.float32)
