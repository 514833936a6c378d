// ripple: waves smaller than the swell, in octaves of Perlin noise that run their own ways at the speed of deep water.
// An octave fades as it grows smaller than a pixel's footprint, and its slope goes into the variance `lost` instead.
// ripples gives the first BROAD octaves: their slope (d/dx, d/dz), the sum of their noise, and the variance lost by all
// of the ripples. ripples_and gives those from there up to SEEN, and in the loop of the last of them two more noises
// where they are asked for: in one of its own, even a few pixels that need none would run it. Arguments: point (m),
// footprint (m) as of footprint_of; the places of the two noises, which are `more`. Needs swell.glsl and
// ocean_light.glsl. Cost: an octave of perlin_d each.
const float FIRST = 0.29;  // 1/m, of the largest ripples
const float FINER = 2.35;  // how much finer each octave is
const int OCTAVES = 5;
const int LAST = SEEN > BROAD ? SEEN - 1 : BROAD;  // octave of ripples_and
const float STEEP = 0.046;  // deviation of the slope of an octave
const vec2 RIPPLE_WAYS[OCTAVES] = vec2[](
    vec2(-0.55, -0.835), vec2(0.75, -0.66), vec2(-0.80, -0.60), vec2(0.31, -0.95), vec2(-0.36, -0.93));

// How far apart on the water, m, rays of neighbouring pixels meet it along the view, on a face that rises by `rise`
// away from us.
float footprint_of(float away, float rise, float grazing) {
    return pixel * away / max(rise + grazing, 0.3 * grazing + 0.004);
}

// The variance of slopes that is lost at a footprint.
float lost_at(float footprint) {
    float lost = 0.0, frequency = FIRST;
    for (int i = 0; i < OCTAVES; i++) {
        float shown = clamp(1.15 - 0.62 * footprint * frequency, 0.0, 1.0);
        lost += STEEP * STEEP * 0.24 * choppy * choppy * (1.0 - shown * shown);
        frequency *= FINER;
    }
    return lost;
}

vec2 ripple_place(vec2 q, int i, float frequency) {
    vec2 place = in_train(q, RIPPLE_WAYS[i]) * vec2(frequency, frequency * 0.65);
    return place - vec2(now * sqrt(1.56 * frequency), 7.3 * float(i));
}

void add_ripple(vec3 n, int i, float frequency, float footprint, inout vec2 slope, inout float fine) {
    float shown = clamp(1.15 - 0.62 * footprint * frequency, 0.0, 1.0);
    slope += from_train(n.yz * vec2(1.0, 0.65), RIPPLE_WAYS[i]) * (STEEP * choppy * shown);
    fine += n.x * shown;
}

// Octave `i`, a constant: it then knows its frequency and way, which spares more than leaving out those that are too
// fine to be seen.
void ripple_of(vec2 q, int i, float footprint, inout vec2 slope, inout float fine) {
    float frequency = FIRST * pow(FINER, float(i));
    add_ripple(perlin_d(ripple_place(q, i, frequency)), i, frequency, footprint, slope, fine);
}

void ripples(vec2 q, float footprint, out vec2 slope, out float fine, out float lost) {
    slope = vec2(0.0);
    fine = 0.0;
    lost = lost_at(footprint);
    for (int i = 0; i < BROAD; i++) ripple_of(q, i, footprint, slope, fine);
}

void ripples_and(vec4 places, bool asked, vec2 q, float footprint, out vec2 slope, out float fine, out vec2 more) {
    slope = more = vec2(0.0);
    fine = 0.0;
    for (int i = BROAD; i < LAST; i++) ripple_of(q, i, footprint, slope, fine);
    float frequency = FIRST * pow(FINER, float(LAST));
    vec2 place = ripple_place(q, LAST, frequency);
    vec3 finest = vec3(0.0);
    bool ripple = true;
    int left = asked ? 2 : 0;
    do {  // the test stands last: a software rasteriser runs the whole body before it looks whether to go on
        vec3 n = perlin_d(place);
        finest = ripple ? n : finest;
        more = ripple ? more : vec2(more.y, n.x);
        place = ripple ? places.xy : places.zw;
        ripple = false;
        left--;
    } while (left >= 0);
    add_ripple(finest, LAST, frequency, footprint, slope, fine);
}
