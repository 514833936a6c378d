// ripple: waves smaller than the swell, in octaves of Perlin noise that run their own ways at the speed of deep water.
// An octave fades as it grows smaller than a pixel's footprint, and its slope goes into the variance `lost` instead.
// ripples gives octaves `first` up to, not with, `end`: their slope (d/dx, d/dz), the sum of their noise, and the
// variance lost by all of the ripples. Arguments: point (m), footprint (m) as of footprint_of. Needs frame.glsl,
// swell.glsl and the uniform chop. Cost: an octave of perlin_d for each that is seen.
const float FIRST = 0.29;  // 1/m, of the largest ripples
const float FINER = 2.35;  // how much finer each octave is
const int OCTAVES = 5;
const float STEEP = 0.046;  // deviation of the slope of an octave
const vec2 RIPPLE_WAYS[OCTAVES] = vec2[](
    vec2(-0.55, -0.835), vec2(0.75, -0.66), vec2(-0.80, -0.60), vec2(0.31, -0.95), vec2(-0.36, -0.93));

// How far apart on the water, m, rays of neighbouring pixels meet it along the view, on a face that rises by `rise`
// away from us.
float footprint_of(float away, float rise, float grazing) {
    return frame.pixel * away / max(rise + grazing, 0.3 * grazing + 0.004);
}

void ripples(vec2 q, float footprint, int first, int end, out vec2 slope, out float fine, out float lost) {
    slope = vec2(0.0);
    fine = 0.0;
    lost = 0.0;
    float frequency = FIRST;
    for (int i = 0; i < OCTAVES; i++) {
        float shown = clamp(1.15 - 0.62 * footprint * frequency, 0.0, 1.0);
        lost += STEEP * STEEP * 0.24 * chop * chop * (1.0 - shown * shown);
        frequency *= FINER;
    }
    int seen = clamp(int(ceil(log2(1.85 / (footprint * FIRST)) * 0.811)), first, end);  // 1 / log2(FINER)
    frequency = FIRST * pow(FINER, float(first));
    int i = first;
    do {  // the test stands last: a software rasteriser runs the whole body before it looks whether to go on
        float shown = clamp(1.15 - 0.62 * footprint * frequency, 0.0, 1.0);
        vec2 place = in_train(q, RIPPLE_WAYS[i]) * vec2(frequency, frequency * 0.65);
        vec3 n = perlin_d(place - vec2(frame.time * sqrt(1.56 * frequency), 7.3 * float(i)));
        slope += from_train(n.yz * vec2(1.0, 0.65), RIPPLE_WAYS[i]) * (STEEP * chop * shown);
        fine += n.x * shown;
        frequency *= FINER;
        i++;
    } while (i < seen);
}
