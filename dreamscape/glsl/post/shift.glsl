// shift: one act passes into the next through something that both contain. A field over the picture says when each
// place changes over; at its front the two pictures bend towards each other, and the front shines.
// KIND: 0 light, 1 iris, 2 surface (we sink), 3 rising, 4 shine, 5 line, 6 star, 7 mist, 8 dawn (a dream begins).
// PLAIN_COMING or PLAIN_LEAVING if one of the two pictures holds code values while the other holds light.
#include "frame.glsl"
#include "perlin.glsl"
#include "decode.glsl"
uniform sampler2D coming;
uniform sampler2D leaving;
uniform vec2 target_texel;
uniform vec2 gate;      // position of the thing that both acts contain, parts of the picture
uniform vec3 glow;      // linear colour of the front
uniform float passing;  // 0 to 1
out vec4 colour;

#if KIND == 0
const vec4 FRONT = vec4(0.20, 1.10, 0.08, 0.30);  // width, furthest field, bend, shine
#elif KIND == 1
const vec4 FRONT = vec4(0.10, 1.15, 0.06, 0.70);
const float IRIS = 2.3;  // how far its tissue reaches around the pupil, in widths of the front
#elif KIND == 2 || KIND == 3
const vec4 FRONT = vec4(0.030, 1.06, 0.05, 0.60);
#elif KIND == 4
const vec4 FRONT = vec4(0.075, 1.00, 0.03, 1.6);
#elif KIND == 5
const vec4 FRONT = vec4(0.050, 1.05, 0.03, 2.6);
#elif KIND == 6
const vec4 FRONT = vec4(0.10, 1.15, 0.06, 0.50);
#elif KIND == 7
const vec4 FRONT = vec4(0.36, 1.10, 0.05, 0.0);
#else
const vec4 FRONT = vec4(0.34, 1.10, 0.02, 0.0);
#endif

#if KIND == 1
// The iris's finer fibres, for its edge and its tissue.
float fine_fibres(vec2 turn, float r) {
    return perlin(turn * 19.0 + r * 1.5);
}
#endif

// 0 where the picture changes first, about 1 where it changes last.
float field(vec2 at) {
    vec2 d = (at - gate) * vec2(frame.aspect, 1.0);
#if KIND == 0 || KIND == 8
    return length(d) * 0.62 + 0.10 * perlin(at * vec2(frame.aspect, 1.0) * 3.0 + frame.time * 0.15);
#elif KIND == 1
    float r = length(d);
    vec2 turn = d / max(r, 1e-3);
    float fibres = perlin(vec2(turn.x * 9.0 + 3.0, turn.y * 9.0) + r * 0.8) * 0.5 + fine_fibres(turn, r) * 0.2;
    return r * 0.62 * (1.0 + 0.07 * fibres);
#elif KIND == 2 || KIND == 3
    float wave = 0.030 * sin(at.x * 7.0 + frame.time * 1.3) + 0.014 * sin(at.x * 19.0 - frame.time * 2.1);
    wave += 0.020 * perlin(vec2(at.x * 6.0, frame.time * 0.5));
    float y = at.y + wave * smoothstep(0.0, 0.1, passing) * smoothstep(1.0, 0.9, passing);
    return KIND == 2 ? y : 1.0 - y;
#elif KIND == 4
    vec2 a = abs(d);
    float star = sqrt(a.x * a.y) * 1.15 + 0.30 * (a.x + a.y);
    return star * 0.72 + 0.03 * perlin(at * 9.0);
#elif KIND == 5
    return abs(d.x) / frame.aspect * 1.9 + 0.003 * perlin(vec2(at.y * 2.0, frame.time * 0.4));
#elif KIND == 6
    return 1.0 - length(d) * 0.72 + 0.05 * perlin(at * vec2(frame.aspect, 1.0) * 5.0);
#else
    vec2 p = at * vec2(frame.aspect, 1.0);
    return length(d) * 0.50 + 0.16 + 0.30 * perlin(p * 1.9 + vec2(frame.time * 0.05, 3.0))
        + 0.14 * perlin(p * 4.7 - frame.time * 0.04);
#endif
}

// The front of the transition over the picture `c`: the iris's tissue, the edge of a light, or a lace of light.
vec3 with_front(vec3 c, float off, float near, float alive, vec2 q, float grain) {
#if KIND == 1
    vec2 ray = q / max(length(q), 1e-3);
    float fibres = fine_fibres(ray, length(q)) + 0.8 * perlin(ray * 47.0 - length(q) * 3.0);
    float outward = clamp(off / IRIS, 0.0, 1.0);
    float tissue = smoothstep(-0.20, 0.15, off) * smoothstep(IRIS, IRIS - 0.7, off);
    vec3 tint = mix(frame.accent, frame.dominant * 1.6 + 0.10 * glow, smoothstep(0.05, 0.6, outward + 0.18 * fibres));
    float crypt = smoothstep(-0.7, 0.9, fibres) * (0.55 + 0.45 * sin(outward * 3.14159));
    c = mix(c, tint * (0.05 + 0.75 * crypt), tissue * alive);
    vec2 ring = vec2(off - IRIS, off) / vec2(0.55, 0.28);
    float limbus = exp(-ring.x * ring.x) + exp(-ring.y * ring.y);
    c *= 1.0 - 0.80 * min(limbus, 1.0) * alive;
#elif KIND == 4 || KIND == 5
    // The edge of a light: a core as thin as a hair, and its glow, more of it on the leaving act.
    float away = abs(off) * (off < 0.0 ? 1.5 : 1.0);
    float reach = exp(-dot(q, q) * (KIND == 4 ? 5.0 : 0.4));
    c += glow * FRONT.w * alive * (1.0 + 0.25 * grain) * (reach * exp(-away * 16.0) + 0.13 * exp(-away * 1.5));
#else
#if KIND == 0 || KIND == 6
    grain *= 0.20;  // light has no texture
#endif
    float lace = clamp(0.42 + 0.75 * grain, 0.0, 1.6);
    float thin = near * near;
    thin *= thin * thin * thin;
    c += glow * FRONT.w * alive * (thin * lace * 0.55 + near * near * (0.035 + 0.10 * lace));
#endif
    return c;
}

// The light itself that both acts contain, as it comes or goes.
vec3 with_source(vec3 c, float alive, vec2 q) {
#if KIND == 0
    float far = dot(q, q);
    // the light itself
    c += glow * alive * (1.4 * exp(-far * 420.0) + 0.5 * exp(-far * 40.0) + 0.10 / (1.0 + 30.0 * far))
        * (1.0 - passing);
#elif KIND == 8
    float far = dot(q, q);
    vec3 ember = mix(frame.accent, glow, 0.45);
    float burning = 1.0 - smoothstep(0.45, 1.0, passing);
    float breath = 0.85 + 0.15 * frame.heart;
    c += ember * burning * breath * (7.0 * exp(-far * 12000.0) + 0.9 * exp(-sqrt(far) * 34.0)
        + 0.05 * exp(-sqrt(far) * 7.0));
#endif
    return c;
}

void main() {
    vec2 at = gl_FragCoord.xy * target_texel;
    float eased = passing * passing * (3.0 - 2.0 * passing);
#if KIND == 1
    float front = mix(-FRONT.x * IRIS * 1.1, FRONT.y + FRONT.x, eased);
#else
    float front = mix(-FRONT.x * 1.2, FRONT.y + FRONT.x * 1.2, eased);
#endif
    float f = field(at);
    float off = (f - front) / FRONT.x;  // below 0 the coming act, above 0 the leaving one
    float near = exp(-off * off * 0.7);
#if KIND == 4
    vec2 stride = vec2(target_texel.x * 6.0, 0.0);  // the star's sharp folds would show as lines
    vec2 slope = vec2(field(at + stride.xy) - f, field(at + stride.yx) - f) / stride.x;
#else
    vec2 slope = vec2(dFdx(f), dFdy(f)) / target_texel;
#endif
    vec2 bend = slope * near * FRONT.z / (0.6 + dot(slope, slope));
    vec2 room = min(at, 1.0 - at);
    bend *= clamp(min(room.x, room.y) * 14.0, 0.0, 1.0);  // beyond the picture there is nothing to bend in
    vec4 a = texture(coming, at - bend);
    vec4 b = texture(leaving, at + bend);
#ifdef PLAIN_COMING
    a.rgb = decode(clamp(a.rgb, 0.0, 1.0));
#endif
#ifdef PLAIN_LEAVING
    b.rgb = decode(clamp(b.rgb, 0.0, 1.0));
#endif
#if KIND == 1
    float share = smoothstep(-0.25, 0.25, off);
#elif KIND == 4 || KIND == 5
    float share = smoothstep(-0.35, 0.35, off);
#else
    float share = smoothstep(-1.0, 1.0, off);
#endif
    vec4 both = mix(a, b, share);
    vec3 c = both.rgb;
#if KIND == 7
    c *= 1.0 - 0.35 * near;  // mist takes light, and gives none
#endif
    float alive = smoothstep(0.0, 0.15, passing) * smoothstep(1.0, 0.80, passing);
    vec2 q = (at - gate) * vec2(frame.aspect, 1.0);
    float grain = perlin(q * 7.0 + frame.time * 0.2) + 0.7 * perlin(q * 19.0 - frame.time * 0.3);
    c = with_front(c, off, near, alive, q, grain);
    c = with_source(c, alive, q);
    colour = vec4(c, both.a);
}
