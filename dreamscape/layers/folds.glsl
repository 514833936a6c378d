// Folds: each sheet is a tube of cloth around the line of sight, in units of the view: its pleats run into the distance.
// The vertex stage shapes it and takes its normal from differences; the fragment stage shades it as silk: dark where it
// faces us, alight where it turns away, glowing where the beam shines through.
// Cost: about 3500 points a sheet; shading of what they cover, about 5 ms at 1280x720 on two cores.
#include "frame.glsl"
#include "depths.glsl"
uniform vec3 beam;  // unit vector towards the light

#ifdef VERTEX_STAGE
uniform float closing;
uniform float opening;
uniform vec3 turn;
uniform int sheets;
in vec2 place;
out vec3 at;       // m, from the eye
out vec3 normal_in;
out vec3 cloth;    // around 0 to 1, along 0 near to 1 far, pleat

// A point of the cloth in the axes of the view, metres: right, up, forward.
vec3 shape(vec2 p, float sheet, float hold, out float pleat) {
    float a = (p.x - 0.5) * 4.9 - 1.5708 + 0.22 * sin(time * 0.11 + sheet * 2.1 + turn.x);
    float t = time * 0.33;
    float drift = 0.55 * sin(2.0 * a + t * 0.7 + turn.y + sheet) + 0.9 * p.y;
    float wide = sin(5.0 * a + 2.6 * drift + t + turn.z + sheet * 1.7);
    float narrow = sin(11.0 * a - 3.1 * drift - 1.3 * t + turn.x + sheet * 4.1);
    float lip = sin(17.0 * a + 5.0 * p.y + 1.9 * t + turn.y);
    pleat = wide * 0.105 + (0.5 + 0.5 * wide) * narrow * 0.060 + lip * 0.012;
    float swell = 0.05 * sin(p.y * 5.0 - time * 0.55 + sheet * 1.3) + 0.03 * sin(3.0 * a + time * 0.41 + turn.x);
    float tight = mix(1.55, 0.84 + 0.11 * sheet, hold);
    float radius = tight + (pleat + swell) * (0.55 + 0.75 * p.y) - 0.16 * p.y * hold;
    float z = mix(1.5, 9.5 - 1.6 * sheet, p.y * p.y * 0.6 + p.y * 0.4);
    vec2 round = vec2(cos(a) * length(right) * 0.98, sin(a) * length(up) * 1.06 - 0.05 * length(up));
    return vec3(round * radius * z, z);
}

void main() {
    float sheet = float(sheets - 1 - gl_InstanceID);
    float hold = smoothstep(0.0, closing, act_time - 0.5 * sheet) * (1.0 - smoothstep(opening, opening + 5.5, act_time));
    float pleat, aside;
    vec3 p = shape(place, sheet, hold, pleat);
    vec3 across = shape(place + vec2(0.004, 0.0), sheet, hold, aside) - p;
    vec3 away = shape(place + vec2(0.0, 0.02), sheet, hold, aside) - p;
    vec3 n = normalize(cross(away, across) + vec3(0.0, 0.0, 1e-6));
    mat3 view = mat3(normalize(right), normalize(up), normalize(forward));
    at = view * p;
    normal_in = view * n;
    cloth = vec3(place, pleat);
    gl_Position = view_projection * vec4(eye + at, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
uniform sampler2D heart_trace;
uniform float warmth;
in vec3 at;
in vec3 normal_in;
in vec3 cloth;
out vec4 colour;

void main() {
    float distance = length(at);
    vec3 view = at / distance;
    vec3 normal = normalize(normal_in);
    float facing = dot(view, normal);
    normal *= facing > 0.0 ? -1.0 : 1.0;
    float lit = clamp(dot(normal, beam) * 0.5 + 0.5, 0.0, 1.0);
    float through = clamp(dot(-normal, beam) * 0.6 + 0.4, 0.0, 1.0) * clamp(dot(view, beam) * 0.7 + 0.5, 0.0, 1.0);
    vec3 half_way = normalize(beam - view);
    float gloss = max(dot(normal, half_way), 0.0);
    gloss *= gloss;
    gloss *= gloss;
    gloss *= gloss;

    vec2 q = at.xz + beam.xz * ((3.0 - at.y) / beam.y);
    float ripple = perlin(q * 1.1 + vec2(time * 0.23, -time * 0.31));
    float net = max(1.0 - abs(ripple) * 4.2, 0.0);
    net *= net;

    float sheen = exp2(-abs(facing) * 13.0);
    float soft = exp2(-abs(facing) * 4.5);
    float crest = clamp(0.5 - cloth.z * 3.2, 0.0, 1.0);  // pleats that bulge inwards catch the light, troughs keep the dark
    float beat = texture(heart_trace, vec2(0.02 + 0.22 * cloth.y, 0.5)).r;
    vec3 silk = shadow * 0.6 + dominant * (0.020 + 0.34 * lit * lit * crest + 0.20 * soft * crest);
    silk += (dominant * 0.26 + counter * 0.07) * through * through * (0.25 + 0.75 * crest);
    silk += (dominant * 0.42 + counter * 0.26) * sheen * (0.3 + 0.7 * crest);
    silk += (dominant * 0.35 + counter * 0.50) * gloss * gloss * crest;
    silk += counter * 0.20 * net * lit * crest;
    silk += accent * warmth * (0.16 + 0.22 * beat) * sheen * sheen * (1.0 - crest);
    silk = mix(silk, depths(view.y), veil(distance) * 0.5);

    float edge = clamp(abs(facing) / max(fwidth(facing), 1e-4), 0.0, 1.0);
    float far = smoothstep(1.0, 0.62 - 0.12 * ripple, cloth.y) * smoothstep(0.0, 0.10, cloth.y);
    float sides = smoothstep(0.0, 0.16, cloth.x) * smoothstep(1.0, 0.84, cloth.x);
    float alpha = (0.88 + 0.12 * sheen) * far * sides * (0.35 + 0.65 * edge);
    colour = vec4(silk * alpha, alpha);
}
#endif
