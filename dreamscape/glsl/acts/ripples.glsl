// ripples: texture coordinates of a point of still water in the map of its ripples, a square of the plane. Argument: x
// and z, m. The map holds the slope (d/dx, d/dz), light carried by the ripples, and an unused channel. Cost:
// negligible.
const vec3 RIPPLES = vec3(-3.2, -3.2, 6.4);  // least x, least z, side, m

vec2 ripples_uv(vec2 p) {
    return (p - RIPPLES.xy) / RIPPLES.z;
}
