// mosaic_roots: the mosaic of eyes keeps roots of its light, in eight bits; all above 1.23 is white in any picture.
// in_roots(light): light as it is kept. from_roots(kept): the light again. Cost: 6 operations, and three roots.
vec3 in_roots(vec3 light) {
    return sqrt(light) * 0.9;
}

vec3 from_roots(vec3 kept) {
    return kept * kept * 1.2346;
}
