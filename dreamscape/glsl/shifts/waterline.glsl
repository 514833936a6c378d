// waterline: the water's surface against a lens that sinks through it, or rises out of it. `above` 1 where the leaving
// act lies above the water, which we sink into; 0 where we rise out of the leaving act.
#include "passing.glsl"
#include "perlin.glsl"
#include "sine.glsl"

#ifdef FRAGMENT_STAGE
const float MENISCUS = 0.050;  // heights of the picture: how far water climbs the lens

// The surface's height over the picture's lower edge, parts of its height, at x.
float surface(float x, float still) {
    float along = x * aspect;
    float wave = 0.026 * sine(along * 3.9 + now * 1.3) + 0.012 * sine(along * 10.7 - now * 2.1);
    wave += 0.020 * perlin(vec2(along * 3.4, now * 0.5)) + 0.004 * sine(along * 31.0 + now * 3.0);
    return still + wave * during(0.0, 0.1) * (1.0 - during(0.9, 1.0));
}

// How brightly the line glints at x, heights of the picture: it is nowhere the same.
float glint(float x) {
    float uneven = sine(x * 7.3 + now * 0.9) + sine(x * 17.9 - now * 1.7);
    uneven += sine(x * 41.0 + now * 2.3);
    return 0.10 + 0.90 * smoothstep(-0.4, 2.0, uneven);
}

// Round things in a grid of cells that moves at `speed` cells a second: what is inside one, in its radii from its
// middle (x, y), and how much of the place it covers (z), with an edge as soft as a pixel. `share` of cells hold one.
vec3 beads(vec2 p, float side, float speed, float share) {
    vec2 cells = p / side;
    float own = fract(floor(cells.x) * 0.7549);  // each column at its own speed
    cells.y -= now * speed * (0.6 + 0.8 * own) + own * 31.0;
    ivec2 cell = ivec2(floor(cells));
    vec3 luck = unpack3(hash(cell));
    float size = 0.07 + 0.27 * luck.z * luck.z * luck.z;
    vec2 v = (cells - vec2(cell) - 0.5 - (luck.xy - 0.5) * (0.9 - 2.0 * size)) / size;
    float soft = target_texel.y / (side * size);
    float r = length(v);
    float held = step(fract(luck.x * 97.0 + luck.y * 31.0), share - 1e-3);
    return vec3(v, (1.0 - smoothstep(1.0 - soft, 1.0 + soft, r)) * held);
}

// Where the picture is seen through a bead, an inverting lens; adds to the light on it, and to what its rim takes.
vec2 through_bead(vec3 bead, float side, inout vec2 shine_shade) {
    float far = min(dot(bead.xy, bead.xy), 1.0);
    float crescent = smoothstep(0.25, 1.0, far) * max(dot(bead.xy, vec2(-0.45, 0.80)), 0.0);
    vec2 spark = bead.xy - vec2(-0.32, 0.42);
    shine_shade += bead.z * vec2(crescent * crescent + 1.2 * exp(-dot(spark, spark) * 40.0), far * far * 0.75);
    return -bead.xy * bead.z * side * (0.35 + 0.5 * far);
}
#endif
