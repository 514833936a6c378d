// The flood. PULL draws a small picture out along the lines from the opening: 11 taps over a span, and 11 more over an
// eleventh of it (PULL=2), so that 121 taps' worth of ray is smooth; stored as the root of half the light, which eight
// bits hold without steps. Without it: the line of light, its glow, and the rays.
// What holds for the whole picture comes from the vertices: rasterisers on a CPU read that faster than uniforms.
// Cost: 22 taps of 240 x 135 pixels and, at half the resolution, a tap and 3 octaves of noise in the plane a pixel:
// 8 CPU ms at 1280x720.
#include "frame.glsl"
#include "touch.glsl"

#ifdef VERTEX_STAGE
uniform vec3 opening;  // m, the middle of the line
#ifdef PULL
uniform float span;  // part of the way to the opening
out vec2 place, way;  // in the picture, 0 to 1, and a step towards the opening
#else
uniform float level;
uniform float grown;   // 0 a line to 1 the full flood
uniform float tall;    // m
uniform float brightness;
uniform vec3 place;
uniform vec3 hue;      // the seed's own
out vec2 at;              // in the picture, 0 to 1
out vec2 q_in;            // half picture heights from the middle of the line
flat out vec2 middle;     // of the line, half picture heights from the picture's
flat out vec4 line_in;    // its half height, that squared; how far it is open, how far light reaches
flat out vec4 strengths;  // of all, of the core; how steeply rays fall off; how far they have run
flat out vec4 noises;     // where the rays' noise begins, and the line's
flat out vec3 ember, gold, white;
flat out vec3 hue_in;
#endif
const float TAPS = 11.0;

void main() {
    vec4 clip = frame.view_projection * vec4(opening, 1.0);
    vec2 seen = clip.xy / max(clip.w, 0.1);
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
#ifdef PULL
    place = corner;
    way = (seen * 0.5 + 0.5 - corner) * (span / TAPS);
#else
    at = corner;
    q_in = (corner * 2.0 - 1.0 - seen) * vec2(frame.aspect, 1.0);
    middle = seen * vec2(frame.aspect, 1.0);
    float ebbed = 1.0 - level;
    float half_line = tall / (max(clip.w, 0.1) * length(frame.up));
    float reach = smoothstep(0.05, 0.95, grown);
    line_in = vec4(half_line, half_line * half_line, grown * grown * (3.0 - 2.0 * grown) * (1.0 - 0.8 * ebbed), reach);
    float whole = level * brightness * (0.94 + 0.10 * frame.heart);
    strengths = vec4(whole, mix(2.6, 1.9, line_in.z) * smoothstep(0.0, 0.3, level),
        mix(7.0, 0.62, reach) + 14.0 * ebbed * ebbed, frame.time * 0.16);
    noises = vec4(place, frame.time * 0.35);
    ember = frame.other;
    gold = frame.counter;
    white = frame.light;
    hue_in = hue;
#endif
    gl_Position = vec4(corner * 2.0 - 1.0, 1.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;

#ifdef PULL

uniform sampler2D source;
in vec2 place, way;
const int TAPS = 11;

void main() {
    vec2 at = place;
    vec3 sum = vec3(0.0);
    float weight = 1.0;
    float weights = 0.0;
    for (int i = 0; i < TAPS; i++) {
        vec3 c = texture(source, at).rgb;
#if PULL == 2
        c *= c;
#endif
        sum += c * weight;
        weights += weight;
        at += way;
        weight *= 0.93;
    }
#if PULL == 1
    sum *= 0.5;
#endif
    colour = vec4(sqrt(sum / weights), 0.0);
}

#else

#include "perlin.glsl"
uniform sampler2D rays;
in vec2 at;
in vec2 q_in;
flat in vec2 middle;
flat in vec4 line_in, strengths, noises;
flat in vec3 ember, gold, white, hue_in;

// The rays: broad ones of its own, fine ones of words.
void draw_rays(vec2 q, out float r, out vec2 turn, out float fine, out float beam, out vec3 drawn) {
    r = length(q) + 1e-4;
    turn = q / r;
    float run = r * 0.55 - strengths.w;
    float broad = perlin(turn * (2.6 + 0.22 * run) + noises.xy);  // circles in the noise that shrink as time goes on
    fine = perlin(turn * (9.0 + 0.34 * run) - noises.xy);
    float finest = perlin(turn * (27.0 + 0.45 * run) + noises.yz);
    beam = clamp(0.50 + 0.85 * broad + 0.60 * fine + 0.32 * finest, 0.0, 1.9);
    beam *= beam;
    vec3 root = texture(rays, at).rgb;
    drawn = 2.0 * root * root;
}

void main() {
    vec2 q = q_in;
    float half_line = line_in.x, k = line_in.y, open = line_in.z, reach = line_in.w;

    // the line: a slit, pointed at its ends, that opens
    float up_it = clamp(abs(q.y) / half_line, 0.0, 1.5);
    float taper = max(1.0 - up_it * up_it, 0.0);
    float ragged = 1.0 + 0.30 * perlin(vec2(q.y * 2.6 / half_line + noises.x, noises.w));
    float width = half_line * (0.0015 + (0.003 + 0.15 * open * open * ragged) * taper);
    float past = max(abs(q.y) - half_line * 0.9, 0.0);
    float d2 = q.x * q.x + past * past;
    float slit = width * width / (d2 + width * width);
    float core = slit * slit;
    float line = 0.010 * half_line / (sqrt(d2) + 0.016 * half_line) * (0.35 + 0.65 * taper);
    float halo = k * 0.060 * open / (d2 + k * (0.03 + 0.10 * open));

    float r, fine, beam;
    vec2 turn;
    vec3 drawn;
    draw_rays(q, r, turn, fine, beam, drawn);

    // white in the middle, gold, then ember: the hue follows the strength, so that nothing is grey
    float falls = k / (k + r * r * strengths.z);
    float words = dot(drawn, vec3(0.4, 0.4, 0.2));
    float strength = (beam * falls * falls * 0.85 + 0.17 * falls * reach + halo + words * (1.1 + 2.2 * falls)) * reach
        + line;
    float hot = clamp(strength * 0.80, 0.0, 1.0);
    vec3 tint = mix(mix(ember, gold, smoothstep(0.0, 0.30, hot)), white,
        smoothstep(0.18, 0.85, hot));
    vec3 c = tint * strength + white * (core * strengths.y);
    if (touched) {
        c *= 1.0 + (0.02 + 0.24 * beam) * felt_at(q + middle + 0.25 * turn * fine);
    }
    colour = vec4(c * hue_in * strengths.x, 0.0);
}

#endif
#endif
