// pack: scene light straight into the planes of 4:2:0 films, without a graded picture in between. A fragment grades a
// block of pixels, two rows high and as wide as eight bytes of luma, and writes the luma of each row and their Cb and
// Cr: the bytes of the planes, four in each component of a texel. Defines: WORD, the factor from a code value to a
// 16-bit word, for planes of two bytes a sample; PLANAR if Cb and Cr have a plane each, else they are interleaved in
// one; those of shown.glsl and finish.glsl, YCBCR among them; WRITTEN where a caption lies over the picture: its code
// values as parts of `steps`, premultiplied; QUARTER where a texel of the glow covers four by four pixels, and is to be
// sampled without a filter; DARK_DITHER where only what is dark is dithered; that of scene_light.glsl. A scene of the
// film's size is to be sampled without a filter, too.
// Chroma lies between two rows and on the even columns (left siting, H.264's default): a [1 2 1] x [1 1] filter.
// Cost: seventeen pixels of grade.glsl for each sixteen, or nine for each eight, and three taps of the bloom or,
// with QUARTER, eight without a filter.
#include "shown.glsl"
#include "finish.glsl"
#ifdef VERTEX_STAGE
#define COVERED
#include "fullscreen.glsl"
uniform ivec2 size;  // of the film, px
flat out vec2 texel;

void main() {
    cover();
    texel = 1.0 / vec2(size);
    set_shown();
    set_finish();
}
#else
#include "scene_light.glsl"
#include "gathered.glsl"
#ifdef WRITTEN
uniform sampler2D written;
#endif
flat in vec2 texel;  // 1 / the film's size
layout(location = 0) out uvec2 even;  // luma of the upper row
layout(location = 1) out uvec2 odd;
#ifdef PLANAR
layout(location = 2) out uint first;
layout(location = 3) out uint second;
#else
layout(location = 2) out uvec2 chroma;
#endif

#ifdef WORD
const int WIDE = 4;
#else
const int WIDE = 8;
#endif
const int PAIRS = WIDE / 2;  // of pixels in a row: samples of Cb, and px along which glow is linear

const float ZERO = 128.0 * float(YCBCR);  // of chroma
const float FULL = 219.0 * float(YCBCR);  // luma of white, from black
const float DITHERED = 60.0 * float(YCBCR);  // up to which all is dithered; none from twice as much on

// Luma from black, and two sums of colour for `chroma_of`, of light of which the vignette leaves a part.
vec3 codes(vec3 c, float left, vec2 at) {
    c = limited_code(toned(c, left));
#ifdef WRITTEN
    vec4 letter = texelFetch(written, ivec2(at * vec2(textureSize(written, 0))), 0);
    vec3 code = ycbcr(c) * float(YCBCR);
    code = vec3(code.x, leaning(code.yz, ZERO, finishing.z)) * (1.0 - letter.a) + letter.rgb / finishing.w;
    return vec3(code.x - 16.0 * float(YCBCR), code.yz);
#else
    return vec3(dot(c, FULL * vec3(0.2126, 0.7152, 0.0722)), c.b, c.r);
#endif
}

// Cb and Cr, not rounded, of eight pixels' sum; a hue is turned before a caption is laid over it, if there is one.
vec2 chroma_of(vec3 sum) {
#ifdef WRITTEN
    return sum.yz * 0.125;
#else
    vec2 difference = (sum.yz * FULL - sum.x) * (0.125 * 224.0 / 219.0 / vec2(1.8556, 1.5748));
    return leaning(difference, 0.0, finishing.z) + ZERO;
#endif
}

// What is added before the fraction is cut off: half a code, and the dither of a pixel of `noise_seed`, of some luma.
float rounding(float seed, float luma) {
#ifdef PLAIN
    return 0.5;
#elif defined(DARK_DITHER)
    return (noise(seed) - 0.5) * clamp(2.0 - luma * (1.0 / DITHERED), 0.0, 1.0) + 0.5;
#else
    return noise(seed);
#endif
}

// A sample without its fraction. Signed: processors convert floats to that in one step.
int whole(float code) {
    return int(min(code, 256.0 * float(YCBCR) - 0.5));
}

// The bytes of four or, with WORD, two samples.
#ifdef WORD
uint bytes(int samples[WIDE], int from) {
    return uint(samples[from] * WORD | samples[from + 1] * WORD << 16);
}
#else
uint bytes(int samples[WIDE], int from) {
    return uint(samples[from] | samples[from + 1] << 8 | samples[from + 2] << 16 | samples[from + 3] << 24);
}
#endif

// The luma of a row of the block; adds its colour to the sums of columns.
uvec2 row(vec3 lights[WIDE], float left, float left_across, vec2 at, float seed, inout vec3 sums[WIDE]) {
    int luma[WIDE];
    for (int i = 0; i < WIDE; i++) {
        vec3 c = codes(lights[i], left + left_across * float(i), at + vec2(texel.x * float(i), 0.0));
        luma[i] = whole(c.x + (rounding(seed + noise_seed(vec2(i, 0)), c.x) + 16.0 * float(YCBCR)));
        sums[i] += c;
    }
    return uvec2(bytes(luma, 0), bytes(luma, PAIRS));
}

// Glow in the middle between the two rows of a block, at three places PAIRS px apart, from its first pixel on.
void glow(vec2 between, out vec3 shine[3]) {
#ifdef PLAIN
    shine = vec3[3](vec3(0.0), vec3(0.0), vec3(0.0));
#elif defined(QUARTER)
    // Each place is five eighths of the way from one texel's middle to the next one's.
    vec2 side = 4.0 * texel;
    float row = between.y / side.y - 0.5, above = fract(row);
    vec2 at = vec2(between.x - 2.5 * texel.x, (row - above + 0.5) * side.y);
    vec3 column[4];
    for (int i = 0; i < 4; i++) {
        vec2 here = at + vec2(side.x * float(i), 0.0);
        column[i] = mix(gathered(here), gathered(here + vec2(0.0, side.y)), above) * veil.z;
    }
    for (int i = 0; i < 3; i++) {
        shine[i] = mix(column[i], column[i + 1], 0.625);
    }
#else
    for (int i = 0; i < 3; i++) {
        shine[i] = gathered(between + vec2(texel.x * float(PAIRS * i), 0.0)) * veil.z;
    }
#endif
}

// The colour of both rows in the column before the block, of their light.
vec3 before(vec3 upper, vec3 lower, float left, vec2 at) {
    vec3 mean = 0.5 * (upper + lower);
#ifdef WRITTEN
    return codes(mean, left, at) + codes(mean, left, at - vec2(0.0, texel.y));
#else
    return 2.0 * codes(mean, left, at);
#endif
}

void write_chroma(vec3 sums[WIDE], vec3 column, vec2 block) {
    float seed = noise_seed(vec2(block.x * float(PAIRS), block.y));
    int samples[WIDE];
    for (int i = 0; i < PAIRS; i++) {
        vec3 sum = column + sums[2 * i] * 2.0 + sums[2 * i + 1];
        vec2 both = chroma_of(sum) + rounding(seed + noise_seed(vec2(i, 0)), sum.x * 0.125);
        column = sums[2 * i + 1];
#ifdef PLANAR
        samples[i] = whole(both.x);
        samples[PAIRS + i] = whole(both.y);
#else
        samples[2 * i] = whole(both.x);
        samples[2 * i + 1] = whole(both.y);
#endif
    }
#ifdef PLANAR
    first = bytes(samples, 0);
    second = bytes(samples, PAIRS);
#else
    chroma = uvec2(bytes(samples, 0), bytes(samples, PAIRS));
#endif
}

void main() {
    vec2 block = floor(gl_FragCoord.xy);
    vec2 corner = block * vec2(WIDE, 2) + 0.5;
    vec2 upper = vec2(corner.x * texel.x, 1.0 - corner.y * texel.y);
    vec2 lower = upper - vec2(0.0, texel.y);
    // All light is fetched first: what is computed by then has to be kept in memory from fetch to fetch.
    vec2 step = vec2(texel.x, 0.0);
#ifdef IN_PLACE
    float aside = max(upper.x - texel.x, 0.5 * texel.x);  // a sampler would clamp it to the first column itself
#else
    float aside = upper.x - texel.x;
#endif
    vec3 first_light = scene_light(vec2(aside, upper.y)), second_light = scene_light(vec2(aside, lower.y));
    vec3 above[WIDE], below[WIDE];
    for (int i = 0; i < WIDE; i++) {
        above[i] = scene_light(upper + step * float(i));
    }
    for (int i = 0; i < WIDE; i++) {
        below[i] = scene_light(lower + step * float(i));
    }
    // Glow and vignette change so slowly that they are linear, the one from tap to tap, the other within a block.
    vec2 between = upper - vec2(0.0, 0.5 * texel.y);
    vec3 shine[3];
    glow(between, shine);
    float left = vignette(upper), left_across = vignette(upper + step) - left;
    vec3 edge = shine[0] - (shine[1] - shine[0]) * (1.0 / float(PAIRS));
    vec3 column = before(first_light + edge, second_light + edge, left - left_across, upper - step);
    vec3 sums[WIDE];
    for (int i = 0; i < WIDE; i++) {
        vec3 here = mix(shine[i / PAIRS], shine[i / PAIRS + 1], float(i % PAIRS) / float(PAIRS));
        above[i] += here;
        below[i] += here;
        sums[i] = vec3(0.0);
    }
    even = row(above, left, left_across, upper, noise_seed(corner), sums);
    odd = row(below, vignette(lower), left_across, lower, noise_seed(corner + vec2(0, 1)), sums);
    write_chroma(sums, column, block);
}
#endif
