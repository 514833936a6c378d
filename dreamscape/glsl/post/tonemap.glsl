// tonemap: scene light to display light; linear up to a knee, then a smooth shoulder that keeps hue and lets only the
// brightest light go white. After the Khronos PBR Neutral operator's idea: compress the peak, desaturate what exceeds
// it. Arguments: linear colour, not negative. Returns linear colour in [0, 1]. Cost: three divisions and 15 operations.
vec3 tonemap(vec3 c) {
    const float KNEE = 0.62;
    const float ROOM = 1.0 - KNEE;
    float peak = max(max(c.r, c.g), c.b);
    float over = max(peak - KNEE, 0.0);
    float mapped = min(peak, KNEE) + ROOM * over / (over + ROOM);
    float white = over / (over + 5.0);
    float grey = mapped * white * white;
    return c * ((mapped - grey) / max(peak, 1e-4)) + grey;
}
