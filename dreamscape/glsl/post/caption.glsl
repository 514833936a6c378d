// caption: one letter of the voice. It fades in from a breath of blur, two paler echoes widen behind it, and at its end
// it comes apart into grains that the wind carries off. Drawn over the finished picture, in its code values.
// Defines: LEAVES for the letters that come apart, without it all others are drawn; YCBCR as in finish.glsl.
uniform vec4 page;   // size of the picture and place of the block's middle, px
uniform float now;   // s since the line began
uniform float em;    // px
uniform vec2 spare;  // px around a letter that are needed only while it leaves, and while it arrives or leaves
uniform float flip;  // 1 where the first row is the top
uniform sampler2D letters;
uniform float bright;  // 1 over a bright picture: dark letters in a pale halo

#ifdef VERTEX_STAGE
in vec4 rect;
in vec4 source;
in vec2 times;   // s: arrives, begins to leave
in float echo;   // 0 the letter, 1 and 2 its echoes
out vec2 at;     // px in the atlas
out vec3 state;  // alpha, blur in px, part gone
flat out vec4 sizes;  // 1 / the atlas' size, px; of a grain, px; em, px
flat out vec2 ground;

const vec4 NOWHERE = vec4(2.0, 2.0, 2.0, 1.0);  // absent letters are clipped and cost nothing

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    float age = now - times.x - 0.16 * echo;
    float gone = clamp((now - times.y) / 1.35, 0.0, 1.0);
    float come = smoothstep(0.0, 0.55, age);
    float alpha = echo < 0.5 ? come : 0.30 / echo * smoothstep(0.0, 0.12, age) * (1.0 - smoothstep(0.15, 1.15, age));
    float grow = 1.0 + echo * 0.10 * smoothstep(0.0, 1.1, age);
    vec2 middle = rect.xy + rect.zw * 0.5;
    vec2 drift = vec2(0.55, 0.30) * em * gone * gone * (0.5 + fract(rect.x * 0.137))
        + vec2(0.0, -0.10 * em) * (1.0 - come);
    float inset = gone > 0.0 ? 0.0 : come < 1.0 || echo > 0.5 ? spare.x : spare.y;  // most of its cell is empty
    vec2 place = page.zw + middle * grow + (rect.zw - 2.0 * inset) * (corner - 0.5) * grow + drift;
    at = source.xy + inset + corner * (source.zw - 2.0 * inset);
    state = vec3(alpha, (1.0 - come) * 0.07 * em + echo * 0.03 * em, gone);
    sizes = vec4(1.0 / vec2(textureSize(letters, 0)), max(em * 0.045, 1.0), em);
    ground = vec2(bright, 0.52 + 0.30 * bright);
    vec2 clip = place / page.xy * 2.0 - 1.0;
#ifdef LEAVES
    bool here = gone > 0.0 && gone < 1.0;
#else
    bool here = gone <= 0.0;
#endif
    gl_Position = here && alpha > 0.0 ? vec4(clip.x, mix(clip.y, -clip.y, flip), 0.0, 1.0) : NOWHERE;
}
#endif

#ifdef FRAGMENT_STAGE
#include "hash.glsl"
#include "ycbcr.glsl"
uniform float steps;
in vec2 at;
in vec3 state;
flat in vec4 sizes;
flat in vec2 ground;  // bright, how strong the halo is
out vec4 colour;

vec2 ink(vec2 p) {
    return texture(letters, p * sizes.xy).rg;
}

void main() {
    vec2 p = at;
#ifdef LEAVES
    vec3 r = unpack3(hash(ivec2(floor(at / sizes.z))));
    p -= (r.xy - vec2(0.25, 0.35)) * state.z * state.z * sizes.w * 0.9;
#endif
    vec2 here = ink(p);
    float cover = here.r;
    float around = 0.0;
    vec2 side = vec2(state.y, 0.0);
    for (int i = state.y > 0.0 ? 4 : 0; i > 0; i--) {  // a loop is left out where a condition would not be
        around += ink(p + side).r;
        side = vec2(-side.y, side.x);
    }
    cover = state.y > 0.0 ? 0.4 * cover + 0.15 * around : cover;
    // thin strokes of small letters would be too pale
    cover = mix(cover, sqrt(cover), clamp(1.6 - sizes.w / 25.0, 0.0, 1.0));
#ifdef LEAVES
    cover *= smoothstep(0.0, 0.25, r.z + 1.0 - 1.25 * state.z) * (1.0 - state.z * state.z);
#endif
    // a soft halo, dark or pale, keeps it legible
    float shade = ground.y * here.g * (1.0 - state.z);
    float alpha = state.x * (cover + shade * (1.0 - cover));
    float part = cover / max(cover + shade * (1.0 - cover), 1e-3);
    vec3 dark = mix(vec3(0.960, 0.955, 0.940), vec3(0.075, 0.105, 0.190), part);
    vec3 c = mix(vec3(0.955, 0.925, 0.860) * part, dark, ground.x);
#ifdef YCBCR
    c = ycbcr(c) * float(YCBCR) / steps;
#endif
    colour = vec4(c, alpha * 0.94);
}
#endif
