// memory_roots: memories are kept as roots of their light, in eight bits, which are read in a third of the time; all
// above 2.25 is as bright as that, which none is.
// in_roots(light): light as it is kept. from_roots(kept): the light again. Cost: 6 operations, and three roots.
vec3 in_roots(vec3 light) {
    return sqrt(light) * 0.66666667;
}

vec3 from_roots(vec3 kept) {
    return kept * kept * 2.25;
}
