// planes: a graded picture of Y'CbCr code values (grade.glsl with YCBCR) packed into the planes that encoders take, four
// plane bytes in each RGBA8 texel. Defines: LUMA or CHROMA; PLANAR (U and V apart) or not (U and V in turns);
// WORD, the factor from a code value to a 16-bit word, for planes of two bytes a sample.
// Chroma lies between two rows and on the even columns (left siting, H.264's default): a [1 2 1] x [1 1] filter.
// Cost: a fetch a luma sample, a bilinear tap a pixel column of two rows.
#include "dither.glsl"

uniform sampler2D graded;
uniform float steps;  // from a texel's value to its code value
layout(location = 0) out vec4 first;

#ifdef WORD
// Two code values as the low and the high byte of two little-endian words.
vec4 pack(vec2 code) {
    vec2 word = code * float(WORD);
    vec2 high = floor(word * (1.0 / 256.0));
    vec2 low = word - high * 256.0;
    return vec4(low.x, high.x, low.y, high.y) * (1.0 / 255.0);
}
#endif

#ifdef LUMA
float luma(ivec2 at) {
    return texelFetch(graded, at, 0).r;
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    int last = textureSize(graded, 0).x - 1;  // the padding behind a row repeats its last pixel
#ifdef WORD
    at.x *= 2;
    vec2 value = vec2(luma(ivec2(min(at.x, last), at.y)), luma(ivec2(min(at.x + 1, last), at.y)));
    first = pack(value * steps);
#else
    at.x *= 4;
    first = vec4(
        luma(ivec2(min(at.x, last), at.y)),
        luma(ivec2(min(at.x + 1, last), at.y)),
        luma(ivec2(min(at.x + 2, last), at.y)),
        luma(ivec2(min(at.x + 3, last), at.y))
    );
#endif
}
#endif

#ifdef CHROMA
#ifdef PLANAR
layout(location = 1) out vec4 second;
#endif

// Cb and Cr code values of the chroma sample at a place of the chroma plane, rounded once, after dither.
vec2 chroma(vec2 place) {
    vec2 texel = 1.0 / vec2(textureSize(graded, 0));
    vec2 at = vec2(2.0 * place.x, 2.0 * place.y + 1.0) * texel;  // the left edge of the column, between the two rows
    vec2 sum = texture(graded, at).gb + texture(graded, at + vec2(texel.x, 0.0)).gb;
    return floor(sum * (0.5 * steps) + dither(place) + 0.5);
}

void main() {
    vec2 at = floor(gl_FragCoord.xy);
#ifdef WORD
#ifdef PLANAR
    vec2 a = chroma(vec2(at.x * 2.0, at.y));
    vec2 b = chroma(vec2(at.x * 2.0 + 1.0, at.y));
    first = pack(vec2(a.x, b.x));
    second = pack(vec2(a.y, b.y));
#else
    first = pack(chroma(at));
#endif
#else
#ifdef PLANAR
    vec2 a = chroma(vec2(at.x * 4.0, at.y));
    vec2 b = chroma(vec2(at.x * 4.0 + 1.0, at.y));
    vec2 c = chroma(vec2(at.x * 4.0 + 2.0, at.y));
    vec2 d = chroma(vec2(at.x * 4.0 + 3.0, at.y));
    first = vec4(a.x, b.x, c.x, d.x) * (1.0 / 255.0);
    second = vec4(a.y, b.y, c.y, d.y) * (1.0 / 255.0);
#else
    first = vec4(chroma(vec2(at.x * 2.0, at.y)), chroma(vec2(at.x * 2.0 + 1.0, at.y))) * (1.0 / 255.0);
#endif
#endif
}
#endif
