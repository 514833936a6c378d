// shift: one act passes into the next through something that both contain. A field over the picture says when each place
// changes over; at its front the two pictures bend towards each other, and the front shines.
// KIND: 0 light, 1 iris, 2 surface (we sink), 3 rising, 4 shine, 5 line, 6 star, 7 mist.
#include "frame.glsl"
#include "perlin.glsl"
uniform sampler2D coming;
uniform sampler2D leaving;
uniform vec2 target_texel;
uniform vec2 gate;      // where the thing stands that both contain, parts of the picture
uniform vec3 glow;      // linear colour of the front
uniform float passing;  // 0 to 1
out vec4 colour;

#if KIND == 0
const vec4 FRONT = vec4(0.20, 1.10, 0.08, 0.30);  // width, furthest field, bend, shine
#elif KIND == 1
const vec4 FRONT = vec4(0.11, 1.15, 0.06, 0.70);
#elif KIND == 2 || KIND == 3
const vec4 FRONT = vec4(0.030, 1.06, 0.05, 0.60);
#elif KIND == 4
const vec4 FRONT = vec4(0.09, 1.00, 0.03, 0.55);
#elif KIND == 5
const vec4 FRONT = vec4(0.026, 1.05, 0.03, 0.85);
#elif KIND == 6
const vec4 FRONT = vec4(0.10, 1.15, 0.06, 0.50);
#else
const vec4 FRONT = vec4(0.36, 1.10, 0.05, 0.0);
#endif

// 0 where the picture changes first, about 1 where it changes last.
float field(vec2 at) {
    vec2 d = (at - gate) * vec2(aspect, 1.0);
#if KIND == 0
    return length(d) * 0.62 + 0.10 * perlin(at * vec2(aspect, 1.0) * 3.0 + time * 0.15);
#elif KIND == 1
    float r = length(d);
    vec2 turn = d / max(r, 1e-3);
    float fibres = perlin(vec2(turn.x * 9.0 + 3.0, turn.y * 9.0) + r * 0.8) * 0.5 + perlin(turn * 27.0) * 0.2;
    return r * 0.62 * (1.0 + 0.07 * fibres);
#elif KIND == 2 || KIND == 3
    float wave = 0.030 * sin(at.x * 7.0 + time * 1.3) + 0.014 * sin(at.x * 19.0 - time * 2.1);
    wave += 0.020 * perlin(vec2(at.x * 6.0, time * 0.5));
    float y = at.y + wave * smoothstep(0.0, 0.1, passing) * smoothstep(1.0, 0.9, passing);
    return KIND == 2 ? y : 1.0 - y;
#elif KIND == 4
    vec2 a = abs(d);
    float star = sqrt(a.x * a.y) * 1.15 + 0.30 * (a.x + a.y);
    return star * 0.72 + 0.03 * perlin(at * 9.0);
#elif KIND == 5
    return abs(d.x) / aspect * 1.9 + 0.012 * perlin(vec2(at.y * 9.0, time * 0.4));
#elif KIND == 6
    return 1.0 - length(d) * 0.72 + 0.05 * perlin(at * vec2(aspect, 1.0) * 5.0);
#else
    vec2 p = at * vec2(aspect, 1.0);
    return length(d) * 0.50 + 0.16 + 0.30 * perlin(p * 1.9 + vec2(time * 0.05, 3.0)) + 0.14 * perlin(p * 4.7 - time * 0.04);
#endif
}

void main() {
    vec2 at = gl_FragCoord.xy * target_texel;
    float eased = passing * passing * (3.0 - 2.0 * passing);
    float front = mix(-FRONT.x * 1.2, FRONT.y + FRONT.x * 1.2, eased);
    float f = field(at);
    float off = (f - front) / FRONT.x;  // below 0 the coming act, above 0 the leaving one
    float near = exp(-off * off * 0.7);
    vec2 stride = vec2(target_texel.x * 6.0, 0.0);
    vec2 slope = vec2(field(at + stride.xy) - f, field(at + stride.yx) - f) / stride.x;
    vec2 bend = slope * near * FRONT.z / (0.6 + dot(slope, slope));
    vec4 a = texture(coming, at - bend);
    vec4 b = texture(leaving, at + bend);
    float share = smoothstep(-1.0, 1.0, off);
    vec4 both = mix(a, b, share);
    vec3 c = both.rgb;
#if KIND == 7
    c *= 1.0 - 0.35 * near;  // mist takes light, and gives none
#endif
    float alive = smoothstep(0.0, 0.15, passing) * smoothstep(1.0, 0.80, passing);
    vec2 q = (at - gate) * vec2(aspect, 1.0);
    float grain = perlin(q * 7.0 + time * 0.2) + 0.7 * perlin(q * 19.0 - time * 0.3);
#if KIND == 1
    vec2 ray = q / max(length(q), 1e-3);
    grain = 1.3 * perlin(ray * 16.0 + length(q) * 1.5) + 0.9 * perlin(ray * 41.0);  // fibres of the iris
#endif
#if KIND == 0 || KIND >= 4
    grain *= 0.20;  // light has no texture
#endif
    float lace = clamp(0.42 + 0.75 * grain, 0.0, 1.6);
    float thin = near * near;
    thin *= thin * thin * thin;
    c += glow * FRONT.w * alive * (thin * lace * 0.55 + near * near * (0.035 + 0.10 * lace));
#if KIND == 0
    float far = dot(q, q);
    c += glow * alive * (1.4 * exp(-far * 420.0) + 0.5 * exp(-far * 40.0) + 0.10 / (1.0 + 30.0 * far)) * (1.0 - passing);  // the light itself
#endif
    colour = vec4(c, both.a);
}
