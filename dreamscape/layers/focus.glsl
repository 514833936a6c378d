// Focus: the picture out of focus. REDUCE, which is by how much, averages it into a smaller one, bright parts counting
// for more as in a lens, and blends the small picture `bokeh` over it by `veil`, which gives way in soft patches.
// GATHER averages over a disc of `radius` texels; done three times it leaves no dots. The default blends the result
// over the picture by `share`. What holds for the whole picture comes from the vertices: rasterisers on a CPU read that
// faster than uniforms. Cost: 0.25 full-screen fetches to reduce, 0.3 to 1.3 to gather, 1 to blend.
#include "frame.glsl"
#ifdef GATHER
uniform sampler2D wide;
const int TAPS = 7;
#endif

#ifdef VERTEX_STAGE
#define COVERED
#include "fullscreen.glsl"
#ifdef REDUCE
uniform sampler2D picture;
uniform float veil;
uniform float boost;
flat out vec3 texel_veil;  // 1 / size of the picture, and how the veil lies
flat out vec2 boosts;      // the boost; the picture's shape

void main() {
    cover();
    texel_veil = vec3(1.0 / vec2(textureSize(picture, 0)), veil * 3.0 - 1.5);
    boosts = vec2(boost, frame.aspect);
}
#elif defined(GATHER)
uniform float radius;  // texels
uniform float twist;   // radians, by which the taps are turned
flat out vec2 taps[TAPS];
const mat2 TURN = mat2(-0.7373688, 0.6754903, -0.6754903, -0.7373688);  // the golden angle

void main() {
    cover();
    vec2 way = vec2(cos(twist), sin(twist));
    for (int i = 0; i < TAPS; i++) {
        taps[i] = way * sqrt((float(i) + 0.5) / float(TAPS)) * radius / vec2(textureSize(wide, 0));
        way = TURN * way;
    }
}
#else
uniform float share;
flat out float covers;

void main() {
    cover();
    covers = share;
}
#endif
#endif

#ifdef FRAGMENT_STAGE
noperspective in vec2 across;
out vec4 colour;

#ifdef REDUCE
#include "perlin.glsl"
uniform sampler2D picture;
uniform sampler2D bokeh;
flat in vec3 texel_veil;
flat in vec2 boosts;

void main() {
    const float APART = float(REDUCE) / 2.0;  // of four taps, each of which is the mean of what lies between them
    vec2 corner = floor(gl_FragCoord.xy) * float(REDUCE) + 0.5 * APART;
    vec3 sum = vec3(0.0);
    const int TAPS = 4;
    for (int i = 0; i < TAPS; i++) {
        vec3 c = min(texture(picture, (corner + APART * vec2(float(i & 1), float(i >> 1))) * texel_veil.xy).rgb, 4.0);
        sum += c * (1.0 + boosts.x * max(dot(c, vec3(0.3, 0.6, 0.1)) - 0.25, 0.0));
    }
    vec2 place = gl_FragCoord.xy * float(REDUCE) * texel_veil.xy;
    vec2 d = (place - 0.5) * vec2(boosts.y, 1.0);
    float patches = perlin(d * 3.1 + 5.0) * 0.9 + perlin(d * 7.3) * 0.3 - 0.5 * dot(d, d);
    float covers = smoothstep(-0.45, 0.45, texel_veil.z - patches);
    colour = vec4(mix(sum / float(TAPS), texture(bokeh, place).rgb, covers), 1.0);
}

#elif defined(GATHER)
flat in vec2 taps[TAPS];

void main() {
    vec3 sum = vec3(0.0);
    for (int i = 0; i < TAPS; i++) sum += texture(wide, across + taps[i]).rgb;
    colour = vec4(sum / float(TAPS), 1.0);
}

#else
uniform sampler2D wide;
flat in float covers;

void main() {
    colour = vec4(texture(wide, across).rgb, 1.0) * covers;
}
#endif
#endif
