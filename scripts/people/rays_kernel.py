"""The kernel with which `people.rays` casts rays; apart, since the compiler reads its source."""
# mypy: ignore-errors

import warp as wp


@wp.kernel
def cast(
    mesh: wp.uint64,
    starts: wp.array(dtype=wp.vec3),
    ways: wp.array(dtype=wp.vec3),
    far: wp.float32,
    found: wp.array(dtype=wp.float32),
):
    """How far each ray goes before it meets the mesh, m, at most `far`."""
    i = wp.tid()
    hit = wp.mesh_query_ray(mesh, starts[i], ways[i], far)
    found[i] = wp.where(hit.result, hit.t, far)
