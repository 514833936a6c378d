// turning: a linear colour with its hue turned about grey. Arguments: the colour; cosine and sine of the angle, which
// is more than 0 from red to green, (1, 0) for none. Cost: a dozen operations.
vec3 turned(vec3 c, vec2 angle) {
    const vec3 GREY = vec3(0.57735);
    return max(mix(GREY * dot(GREY, c), c, angle.x) + cross(GREY, c) * angle.y, 0.0);
}
