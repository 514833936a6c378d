// The pool, from straight above: the plane z = 0, metres. FIELD draws its slope (x, y) and height into a small target;
// without it, the water is drawn: the sky mirrored in its slopes, the mosaic bent by them, silver on the ripples.
#include "frame.glsl"
#include "perlin.glsl"

uniform float calm;
uniform float leaving;
uniform vec3 pool_place;
out vec4 colour;

vec2 on_water(vec2 part) {
    vec2 ndc = part * 2.0 - 1.0;
    vec3 ray = forward + right * ndc.x + up * ndc.y;
    return eye.xy - eye.z * ray.xy / ray.z;
}

float unrest() {
    float settled = smoothstep(-1.0, calm, act_time);
    return (1.0 - settled) * sqrt(1.0 - settled);
}

float opening() {
    float x = clamp((act_time - leaving) / 5.5, 0.0, 1.0);
    return x * x * (3.0 - 2.0 * x);
}

#ifdef FIELD
uniform vec4 rings[12];  // x, y, age in s, strength

// A ring of waves that runs outwards from `from`, born `age` seconds ago: slope (x, y) and height.
vec3 ring(vec2 p, vec2 from, float age, float strength) {
    vec2 d = p - from;
    float r = length(d) + 1e-3;
    float lag = r - 0.34 * age;
    float u = lag / (0.12 + 0.055 * age);
    float train = max(1.0 - u * u, 0.0);
    train *= train * strength * smoothstep(0.0, 0.30, age) / (1.0 + 0.9 * age) * smoothstep(5.0, 2.0, age) * smoothstep(0.0, 0.05, r);
    float turn = lag * 6.2831853 / (0.115 + 0.022 * age);
    return vec3(d / r * cos(turn), sin(turn)) * train;
}

// Waves without end that run outwards from a place: `many` radians a metre, `pace` a second.
vec3 train(vec2 p, vec2 from, float many, float pace) {
    vec2 d = p - from;
    float r = length(d) + 1e-3;
    float turn = r * many - act_time * pace;
    return vec3(d / r * cos(turn), sin(turn)) * smoothstep(0.0, 0.12, r);
}

void main() {
    vec2 p = on_water(gl_FragCoord.xy / vec2(FIELD_WIDTH, FIELD_HEIGHT));
    vec3 wave = vec3(0.0);
    for (int i = 0; i < 12; i++) wave += ring(p, rings[i].xy, rings[i].z, rings[i].w * 0.22);
    wave += ring(p, vec2(0.0, 0.1), act_time + 0.5, 1.1);  // the light that fell in as the act began
    wave += ring(p, vec2(0.03, 0.12), max(act_time - 0.9, 0.0), 0.7);

    float u = unrest();
    float beside = smoothstep(0.75, 1.9, abs(p.x));  // stiller over the face
    float wide = 0.010 + 0.014 * beside + 0.085 * u;
    vec3 a = perlin_d(p * 2.3 + vec2(time * 0.21, -time * 0.16) + pool_place.xy);
    vec3 b = perlin_d(p.yx * 5.3 + vec2(-time * 0.34, time * 0.27) + pool_place.yz);
    vec3 c = perlin_d(p * 11.7 + vec2(time * 0.55, time * 0.48) + pool_place.zx);
    wave += (vec3(a.yz, a.x) + vec3(b.zy, b.x) * 0.9 + vec3(c.yz, c.x) * 0.45) * wide;
    wave += train(p, vec2(-3.1, 1.9), 13.0, 3.1) * u * 0.16 + train(p, vec2(2.6, -2.4), 16.0, 3.5) * u * 0.15;
    wave += train(p, vec2(0.0, 0.1), 19.0, 4.2) * u * 0.22;

    float o = opening();
    float round_face = length((p - vec2(0.0, 0.06)) * vec2(1.0, 0.72));
    float swell = (round_face + 0.05 * a.x) * 15.0 - act_time * 1.7;  // slow rings that the face breathes out
    float breath = 0.13 * smoothstep(1.0, 1.5, round_face) / (0.4 + round_face) * smoothstep(2.0, 8.0, act_time);
    wave += vec3(p / (length(p) + 1e-3) * cos(swell), sin(swell)) * breath * (0.7 + 0.9 * b.x);
    float leave = o * 0.34 / (0.5 + length(p - vec2(0.0, 0.1)));
    wave += train(p, vec2(0.0, 0.1), 21.0, 6.5) * leave;
    colour = vec4(wave, 1.0);
}

#else

uniform sampler2D ripples;
uniform sampler2D mosaic;
uniform float depth;
uniform float sky;
uniform float silver;

// The night that the water mirrors, at a point of it: violet on the left, emerald on the right, folded light, stars.
vec3 night(vec2 q) {
    float side = smoothstep(-0.55, 0.75, q.x + 0.18 * q.y);
    vec3 tint = mix(dominant * 0.9 + vec3(0.05, 0.0, 0.09), other * 0.55 + dominant * 0.25, side);
    float fold = perlin(vec2(q.x * 1.5 + 0.3 * q.y, q.y * 0.55 + time * 0.035) + pool_place.xz);
    float ray = perlin(vec2(q.x * 6.5 + fold * 2.0, q.y * 0.7 - time * 0.05) + pool_place.zy);
    float glow = max(0.32 + fold * 1.1, 0.0) * (0.75 + 0.8 * ray);
    return tint * (0.035 + 0.13 * glow * glow);
}

float stars(vec2 q) {
    vec2 p = q * 7.5;
    vec2 base = floor(p);
    vec3 r = unpack3(hash(ivec2(base) + ivec2(pool_place.xy * 10.0)));
    float size = 7.5 * pixel * abs(eye.z) * (0.8 + 0.5 * r.x);
    float d = length(p - base - 0.15 - 0.7 * r.xy) / size;
    float rare = smoothstep(0.88, 1.0, r.z);
    return rare * rare * exp(-d * d);
}

void main() {
    vec2 part = gl_FragCoord.xy * texel;
    vec2 p = on_water(part);
    vec3 wave = texture(ripples, part).xyz;
    vec2 s = wave.xy;
    vec2 bent = depth * s / (2.0 * vec2(right.x, up.y) * abs(eye.z));  // parts of the picture
    vec4 face = texture(mosaic, part + bent);

    float far = dot(p, p);
    vec2 q = p + s * 1.9;
    vec3 tinted = night(q * 0.55);
    vec3 water = shadow + dominant * 0.018 + tinted * sky * (0.35 + 0.65 * smoothstep(0.6, 4.0, far));
    water += light * stars(p + s * 0.9) * 0.55 * sky;

    float o = opening();
    vec2 mid = p + s * 0.5 - vec2(0.0, 0.1);
    float r2 = dot(mid, mid);
    float gone = smoothstep(0.25, -0.35, sqrt(r2) - 1.25 * o * o) * smoothstep(0.1, 0.3, o);
    face *= 1.0 - gone;
    water += (other * 0.55 + dominant * 0.6) * o * exp(-r2 * 2.2) * (0.8 + 0.5 * wave.z);

    vec3 c = water * (1.0 - face.a) + face.rgb * (1.0 + 0.6 * wave.z);
    float slant = dot(s, vec2(-0.55, 0.83));
    float crest = max(slant, 0.0) * max(slant, 0.0);
    float trough = smoothstep(0.01, 0.25, -slant);
    c *= 1.0 - 0.30 * trough;
    float spark = crest / (crest + 0.016);
    c += (tinted * 3.2 + accent * 0.17 * spark) * spark * silver * (1.0 - 0.45 * face.a);

    float star = exp(-act_time * 0.55) * smoothstep(-0.2, 0.3, act_time + 0.2);
    vec2 drop = p + s * 0.55 - vec2(0.0, 0.1);
    float near = dot(drop, drop);
    c += light * star * (1.6 * exp(-near * 220.0) + 0.30 / (1.0 + near * 26.0) * exp(-near * 3.0));
    colour = vec4(max(c, 0.0), 1.0);
}

#endif
