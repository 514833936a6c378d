// glare: the light around the street, from any direction, one channel of it: bands and windows of an unseen city in a
// small texture (dreamscape/street.py: lights), turning slowly. Argument: a direction, unit. The lower half mirrors the
// upper: the ground is wet. Cost: a bilinear tap.
uniform sampler2D city;

float glare(vec3 d) {
    return texture(city, d.xz * (0.5 / (1.0 + abs(d.y))) + 0.5).r;
}
