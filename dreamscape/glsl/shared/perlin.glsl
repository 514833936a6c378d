// perlin: gradient noise (Perlin, Improving Noise, 2002) on an integer hash, about -1 to 1, mean 0.
// perlin(p): value at a point of the plane or of space, lattice units. perlin_d(p): value, d/dx, d/dy.
// Cost: about 1 ms an octave at 1280x720 on two cores in the plane, 2 ms in space.
#include "hash.glsl"

vec2 gradient2(ivec2 cell) {
    uint h = hash(cell);
    return vec2(float(h & 0xffffu), float(h >> 16)) * (2.0 / 65535.0) - 1.0;
}

vec3 gradient3(ivec3 cell) {
    return unpack3(hash(cell)) * 2.0 - 1.0;
}

float perlin(vec2 p) {
    vec2 base = floor(p);
    ivec2 cell = ivec2(base);
    vec2 f = p - base;
    vec2 u = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    float a = dot(gradient2(cell), f);
    float b = dot(gradient2(cell + ivec2(1, 0)), f - vec2(1.0, 0.0));
    float c = dot(gradient2(cell + ivec2(0, 1)), f - vec2(0.0, 1.0));
    float d = dot(gradient2(cell + ivec2(1, 1)), f - vec2(1.0, 1.0));
    return mix(mix(a, b, u.x), mix(c, d, u.x), u.y);
}

vec3 perlin_d(vec2 p) {
    vec2 base = floor(p);
    ivec2 cell = ivec2(base);
    vec2 f = p - base;
    vec2 u = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    vec2 du = 30.0 * f * f * (f * (f - 2.0) + 1.0);
    vec2 ga = gradient2(cell);
    vec2 gb = gradient2(cell + ivec2(1, 0));
    vec2 gc = gradient2(cell + ivec2(0, 1));
    vec2 gd = gradient2(cell + ivec2(1, 1));
    float a = dot(ga, f);
    float b = dot(gb, f - vec2(1.0, 0.0));
    float c = dot(gc, f - vec2(0.0, 1.0));
    float d = dot(gd, f - vec2(1.0, 1.0));
    float k = a - b - c + d;
    vec2 slope = ga + u.x * (gb - ga) + u.y * (gc - ga) + u.x * u.y * (ga - gb - gc + gd) +
                 du * (u.yx * k + vec2(b, c) - a);
    return vec3(a + u.x * (b - a) + u.y * (c - a) + u.x * u.y * k, slope);
}

float perlin(vec3 p) {
    vec3 base = floor(p);
    ivec3 cell = ivec3(base);
    vec3 f = p - base;
    vec3 u = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    vec4 near, far;
    near.x = dot(gradient3(cell), f);
    near.y = dot(gradient3(cell + ivec3(1, 0, 0)), f - vec3(1.0, 0.0, 0.0));
    near.z = dot(gradient3(cell + ivec3(0, 1, 0)), f - vec3(0.0, 1.0, 0.0));
    near.w = dot(gradient3(cell + ivec3(1, 1, 0)), f - vec3(1.0, 1.0, 0.0));
    far.x = dot(gradient3(cell + ivec3(0, 0, 1)), f - vec3(0.0, 0.0, 1.0));
    far.y = dot(gradient3(cell + ivec3(1, 0, 1)), f - vec3(1.0, 0.0, 1.0));
    far.z = dot(gradient3(cell + ivec3(0, 1, 1)), f - vec3(0.0, 1.0, 1.0));
    far.w = dot(gradient3(cell + ivec3(1, 1, 1)), f - vec3(1.0, 1.0, 1.0));
    vec4 z = mix(near, far, u.z);
    vec2 y = mix(z.xy, z.zw, u.y);
    return mix(y.x, y.y, u.x);
}
