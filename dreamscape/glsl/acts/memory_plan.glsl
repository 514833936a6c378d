// memory_plan: where a memory's points lie in its texture. Its middle is enlarged there and its border squeezed, as an
// open droplet shows it: each part is as fine as it is seen, with two thirds of the texels. Directions stay.
// Arguments: a place in the texture or in the memory, each -1 to 1 across. dreamscape/places/water/memory_parts.py has
// the same plan. Cost: negligible.
const float PLAN_MIDDLE = 0.77;  // of the memory's radius, in that of the texture, in the middle
const float PLAN_BORDER = 0.19;  // and how much more at the border

float plan_sixth(vec2 spot) {
    float square = dot(spot, spot);
    return PLAN_BORDER * (square * square * square);
}

// The place in the memory that a place in the texture shows.
vec2 in_memory(vec2 spot) {
    return spot * (PLAN_MIDDLE + plan_sixth(spot));
}

// How wide a part of the memory a part of the texture shows there: the mean of both directions.
float plan_width(vec2 spot) {
    return PLAN_MIDDLE + 4.0 * plan_sixth(spot);
}

// The place in the texture where a place in the memory is shown: a polynomial, true to a quarter of a texel.
vec2 in_texture(vec2 at) {
    float square = min(dot(at, at), 1.0);
    return at * (1.2916 + square * (0.1809 + square * (-1.2069 + square * (1.0526 + square * -0.2990))));
}
