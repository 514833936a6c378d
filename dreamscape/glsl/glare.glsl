// glare: the light around the street, from any direction, one channel of it: bands and windows of an unseen city in a
// small texture (dreamscape/street.py: lights), seen from below too, turned: the ground is wet. Argument: a direction,
// unit. Cost: a bilinear tap.
uniform sampler2D city;

float glare(vec3 d) {
    vec2 flat_d = d.y < 0.0 ? vec2(-d.z, d.x) : d.xz;
    return texture(city, flat_d * (0.5 / (1.0 + abs(d.y))) + 0.5).r;
}
