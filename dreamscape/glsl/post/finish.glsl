// finish: display-linear light to a texel of the graded target: the flash limiter, sRGB, the seed's hue, alpha, dither,
// rounding. Defines: YCBCR, the factor from 8-bit code values to the target's, to write code values of Y'CbCr for
// planes.glsl instead of R'G'B'; CLEAR for an alpha channel; LINEAR to leave light as it is; ENLARGED if it is upscaled
// in 8 bits afterwards; PLAIN if what comes are code values; UNLIMITED where the flash limiter takes nothing.
// The vertex stage of a file that includes it has to call set_finish(). Arguments: linear colour in [0, 1], how much of
// the background it covers, its pixel. Cost: encode's and dither's.
#ifdef VERTEX_STAGE
#include "frame.glsl"
// code values of the target: 255, 1023 or 65535; with YCBCR, those that a texel of 1 stands for
uniform float steps;
uniform vec2 exposure;   // what the flash limiter leaves of the colour, and what grey of its luminance it adds: 1 and 0
flat out vec4 finishing;
#ifdef ENLARGED
uniform float cut;       // 1 if upscaling truncates to a whole code, 0 if it rounds
flat out float truncated;
#endif

void set_finish() {
    finishing = vec4(exposure, frame.lean, 1.0 / steps);
#ifdef ENLARGED
    truncated = cut;
#endif
}
#else
#include "encode.glsl"
#ifdef PLAIN
#include "decode.glsl"
#endif
#include "dither.glsl"
#include "lean.glsl"
#include "ycbcr.glsl"
flat in vec4 finishing;  // exposure, which way hue is turned, 1 / steps
#ifdef ENLARGED
#include "lattice.glsl"
flat in float truncated;
#endif

vec3 limited(vec3 c) {
#ifdef UNLIMITED
    return c;
#else
    return c * finishing.x + dot(c, vec3(0.2126, 0.7152, 0.0722)) * finishing.y;
#endif
}

// R'G'B' of what `shown` returns, as bright as the flash limiter allows.
vec3 limited_code(vec3 c) {
#if defined(PLAIN) && defined(UNLIMITED)
    return c;
#elif defined(PLAIN)
    return encode(limited(decode(c)));
#else
    return encode(limited(c));
#endif
}

// Dither, before rounding. Code values that shaders wrote are not made noisier; encoders take a sixth longer for it.
float grain(vec2 pixel) {
#ifdef PLAIN
    return 0.0;
#else
    return dither(pixel);
#endif
}

vec4 finish(vec3 c, float cover, vec2 pixel) {
#ifdef LINEAR
#ifdef PLAIN
    c = decode(c);
#endif
    c = leaning_light(c, finishing.z);
    return vec4(c, clamp(cover, 0.0, 1.0));  // associated, as OpenEXR has it
#else
    c = leaning(limited_code(c), finishing.z);
    float alpha = 1.0;
#ifdef CLEAR
    // Added light covers nothing, but no file holds colour without alpha: it gets the least alpha that shows it, so
    // that over black everything looks as drawn. Colour is stored straight, as in films and PNG.
    alpha = clamp(max(cover, max(max(c.r, c.g), c.b)), 0.0, 1.0);
    c /= max(alpha, 1e-5);
#endif
#ifdef ENLARGED
    float lift = truncated * lattice(pixel);
#else
    const float lift = 0.0;
#endif
    float added = grain(pixel) + lift;
#ifdef YCBCR
    alpha = floor(alpha * (256.0 * float(YCBCR) - 1.0) + lift + 0.5) * finishing.w;
    return vec4(floor(ycbcr(c) * float(YCBCR) + added + 0.5) * finishing.w, alpha);
#else
    return vec4(c + added * finishing.w, alpha + lift * finishing.w);
#endif
#endif
}
#endif
