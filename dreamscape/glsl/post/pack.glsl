// pack: scene light straight into the planes of 4:2:0 films, without a graded picture in between. A fragment grades a
// block of pixels, two rows high, and writes the luma of each row and their Cb and Cr, interleaved: an RGBA8 texel
// each. Defines: WORD, see bytes.glsl, for planes of two bytes a sample, whose blocks are two pixels wide instead of
// four; EXACT if scene and film have the same size; those of shown.glsl and finish.glsl, YCBCR among them;
// WRITTEN where a caption lies over the picture: its code values as parts of `steps`, premultiplied.
// Chroma lies between two rows and on the even columns (left siting, H.264's default): a [1 2 1] x [1 1] filter.
// Cost: nine pixels of grade.glsl for each eight, or five for each four, and two taps of the bloom.
#include "shown.glsl"
#include "finish.glsl"
#include "bytes.glsl"

uniform sampler2D scene;
uniform sampler2D bloom;
uniform ivec2 size;  // of the film, px
uniform float bloom_strength;
#ifdef WRITTEN
uniform sampler2D written;
#endif
layout(location = 0) out vec4 even;  // luma of the upper row
layout(location = 1) out vec4 odd;
layout(location = 2) out vec4 chroma;

#ifdef WORD
const int WIDE = 2;
#else
const int WIDE = 4;
#endif

const float ZERO = 128.0 * float(YCBCR);  // of chroma

// Places are in px from the upper left.
vec3 light(ivec2 place) {
    ivec2 at = ivec2(place.x, size.y - 1 - place.y);
#ifdef EXACT
    return texelFetch(scene, at, 0).rgb;
#else
    return texture(scene, (vec2(at) + 0.5) / vec2(size)).rgb;
#endif
}

vec3 glow(vec2 place) {
#ifdef PLAIN
    return vec3(0.0);
#else
    vec2 at = place / vec2(size);
    return texture(bloom, vec2(at.x, 1.0 - at.y)).rgb * bloom_strength;
#endif
}

// Code values, not rounded, of light of which the vignette leaves a part.
vec3 codes(vec3 c, float left) {
    return ycbcr(limited_code(toned(c, left))) * float(YCBCR);
}

// Code values with the caption over them; with it, their hue is turned before it lies there, and not at the end.
vec3 under(vec3 c, ivec2 place) {
#ifdef WRITTEN
    vec4 letter = texelFetch(written, ivec2(place.x, size.y - 1 - place.y), 0);
    return vec3(c.x, leaning(c.yz, ZERO)) * (1.0 - letter.a) + letter.rgb * steps;
#else
    return c;
#endif
}

vec2 turned(vec2 chroma) {
#ifdef WRITTEN
    return chroma;
#else
    return leaning(chroma, ZERO);
#endif
}

// Glow and vignette at the first pixel of a row of the block, and their change from pixel to pixel: both change so
// slowly that they are linear within a block.
struct Veil {
    vec3 shine;
    vec3 shine_across;
    float left;
    float left_across;
};

// The luma of a row of the block, rounded; adds its chroma to the sums for the block's one or two samples.
vec4 row(ivec2 corner, Veil veil, inout vec4 sums) {
    vec4 luma = vec4(0.0);
    for (int i = 0; i < WIDE; i++) {
        float x = float(i);
        vec3 shine = veil.shine + veil.shine_across * x;
        vec3 c = codes(light(corner + ivec2(i, 0)) + shine, veil.left + veil.left_across * x);
        c = under(c, corner + ivec2(i, 0));
        luma[i] = floor(c.x + grain(vec2(corner) + vec2(x + 0.5, 0.5)) + 0.5);
        sums.xy += i > 1 ? vec2(0.0) : c.yz * (i == 0 ? 2.0 : 1.0);
        sums.zw += i < 1 ? vec2(0.0) : c.yz * (i == 2 ? 2.0 : 1.0);
    }
    return luma;
}

// The chroma of the column before the block, of both rows.
vec2 before(ivec2 corner, Veil veil) {
    ivec2 place = ivec2(max(corner.x - 1, 0), corner.y);
    vec3 mean = 0.5 * (light(place) + light(place + ivec2(0, 1)));
    vec3 c = codes(mean + veil.shine - veil.shine_across, veil.left - veil.left_across);
    return under(c, place).yz + under(c, place + ivec2(0, 1)).yz;
}

void main() {
    ivec2 block = ivec2(gl_FragCoord.xy);
    ivec2 corner = block * ivec2(WIDE, 2);
    vec2 first = vec2(corner) + 0.5;
    vec2 across = vec2(1.0, 0.0), down = vec2(0.0, 1.0);
    vec3 shine = glow(first + 0.5 * down);
    vec3 shine_across = (glow(first + 0.5 * down + across * float(WIDE - 1)) - shine) * (1.0 / float(WIDE - 1));
    float left = vignette(first / vec2(size));
    float left_across = vignette((first + across) / vec2(size)) - left;
    float left_below = vignette((first + down) / vec2(size));
    vec4 sums = vec4(before(corner, Veil(shine, shine_across, left, left_across)), 0.0, 0.0);
    vec4 upper = row(corner, Veil(shine, shine_across, left, left_across), sums);
    vec4 lower = row(corner + ivec2(0, 1), Veil(shine, shine_across, left_below, left_across), sums);
    vec2 place = vec2(block.x * (WIDE / 2), block.y);
    vec4 added = vec4(vec2(grain(place)), vec2(grain(place + across)));
    sums *= 0.125;
    sums = vec4(turned(sums.xy), turned(sums.zw));
    vec4 rounded = floor(sums + added + 0.5);
#ifdef WORD
    even = pack(upper.xy);
    odd = pack(lower.xy);
    chroma = pack(rounded.xy);
#else
    even = upper * (1.0 / 255.0);
    odd = lower * (1.0 / 255.0);
    chroma = rounded * (1.0 / 255.0);
#endif
}
