// planes: a graded picture of Y'CbCr code values (grade.glsl with YCBCR) packed into the planes that encoders take,
// four plane bytes in each RGBA8 texel. Defines: SINGLE, the channel of a plane as large as the picture (r luma, a
// alpha), or CHROMA; PLANAR (U and V apart) or not (U and V interleaved); WIDE and TALL, the pixels that share a chroma
// sample across and down; WORD, the factor from a code value to a 16-bit word, for planes of two bytes a sample.
// Chroma lies between two rows and on the even columns (left siting, H.264's default): a [1 2 1] x [1 1] filter.
// Cost: a fetch a luma sample, four and a half a chroma sample.
#include "dither.glsl"
#include "bytes.glsl"

uniform sampler2D graded;
uniform float steps;  // from a texel's value to its code value
layout(location = 0) out vec4 first;

// The texel at a place; the padding behind a row repeats its last pixel.
vec4 code(int x, int y) {
    return texelFetch(graded, ivec2(clamp(x, 0, textureSize(graded, 0).x - 1), y), 0);
}

#ifdef SINGLE
void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
#ifdef WORD
    at.x *= 2;
    first = pack(vec2(code(at.x, at.y).SINGLE, code(at.x + 1, at.y).SINGLE) * steps);
#else
    at.x *= 4;
    first.xy = vec2(code(at.x, at.y).SINGLE, code(at.x + 1, at.y).SINGLE);
    first.zw = vec2(code(at.x + 2, at.y).SINGLE, code(at.x + 3, at.y).SINGLE);
#endif
}
#endif

#ifdef CHROMA
#ifdef PLANAR
layout(location = 1) out vec4 second;
#endif

// Cb and Cr of a column of the rows that share them, summed. Fetched and not sampled: a software sampler rounds 8-bit
// taps to 8 bits.
vec2 column(int x, int y) {
#if TALL == 2
    return code(x, y * 2).gb + code(x, y * 2 + 1).gb;
#else
    return code(x, y).gb;
#endif
}

// Code values of the chroma sample at `place`, rounded once, after dither. `left` is the column before the sample's
// own; it is replaced by the column after it, which is the next sample's left one.
vec2 chroma(ivec2 place, inout vec2 left) {
#if WIDE == 2
    vec2 right = column(place.x * 2 + 1, place.y);
    vec2 sum = left + 2.0 * column(place.x * 2, place.y) + right;
    left = right;
    return floor(sum * (0.25 / float(TALL) * steps) + dither(vec2(place)) + 0.5);
#else
    return column(place.x, place.y) * steps;
#endif
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
#if defined(WORD) && !defined(PLANAR)
    vec2 left = column(at.x * 2 - 1, at.y);
    first = pack(chroma(at, left));
#else
#if defined(WORD) || !defined(PLANAR)
    at.x *= 2;
#else
    at.x *= 4;
#endif
    vec2 left = column(at.x * 2 - 1, at.y);
    vec2 a = chroma(at, left);
    vec2 b = chroma(at + ivec2(1, 0), left);
#ifdef WORD
    first = pack(vec2(a.x, b.x));
    second = pack(vec2(a.y, b.y));
#elif defined(PLANAR)
    vec2 c = chroma(at + ivec2(2, 0), left);
    vec2 d = chroma(at + ivec2(3, 0), left);
    first = vec4(a.x, b.x, c.x, d.x) * (1.0 / 255.0);
    second = vec4(a.y, b.y, c.y, d.y) * (1.0 / 255.0);
#else
    first = vec4(a, b) * (1.0 / 255.0);
#endif
#endif
}
#endif
