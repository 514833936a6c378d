// The flood. PULL draws a small picture out along the lines from the opening: 11 taps over a span, and 11 more over an
// eleventh of it, so that 121 taps' worth of ray is smooth. Without it: the line of light, its glow, and the rays.
// Cost: 22 taps of 320 x 180 pixels and, at half the resolution, a tap and 3 octaves of noise in the plane a pixel:
// 15 CPU ms at 1280x720.
#include "frame.glsl"
#include "touch.glsl"
uniform vec3 opening;  // m, the middle of the line
out vec4 colour;

vec4 opening_on_screen() {
    vec4 clip = frame.view_projection * vec4(opening, 1.0);
    return vec4(clip.xy / max(clip.w, 0.1), clip.w, 0.0);
}

#ifdef PULL

uniform sampler2D source;
uniform float span;  // part of the way to the opening
const int TAPS = 11;

void main() {
    vec2 at = gl_FragCoord.xy / vec2(textureSize(source, 0));
    vec2 step_ = (opening_on_screen().xy * 0.5 + 0.5 - at) * span / float(TAPS);
    vec3 sum = vec3(0.0);
    float weight = 1.0;
    float weights = 0.0;
    for (int i = 0; i < TAPS; i++) {
        sum += texture(source, at).rgb * weight;
        weights += weight;
        at += step_;
        weight *= 0.93;
    }
    colour = vec4(sum / weights, 0.0);
}

#else

#include "perlin.glsl"
uniform sampler2D rays;
uniform float level;
uniform float grown;   // 0 a line to 1 the full flood
uniform float tall;    // m
uniform float brightness;
uniform vec3 place;
uniform vec3 hue;      // the seed's own

// The rays: broad ones of its own, fine ones of words.
void draw_rays(vec2 at, vec2 q, out float r, out vec2 turn, out float fine, out float beam, out vec3 drawn) {
    r = length(q) + 1e-4;
    turn = q / r;
    float run = r * 0.55 - frame.time * 0.16;
    float broad = perlin(turn * (2.6 + 0.22 * run) + place.xy);  // circles in the noise that shrink as time goes on
    fine = perlin(turn * (9.0 + 0.34 * run) - place.xy);
    float finest = perlin(turn * (27.0 + 0.45 * run) + place.yz);
    beam = clamp(0.50 + 0.85 * broad + 0.60 * fine + 0.32 * finest, 0.0, 1.9);
    beam *= beam;
    drawn = texture(rays, at).rgb;
}

void main() {
    vec4 middle = opening_on_screen();
    vec2 at = gl_FragCoord.xy * frame.texel;
    vec2 ndc = at * 2.0 - 1.0;
    vec2 q = (ndc - middle.xy) * vec2(frame.aspect, 1.0);  // half picture heights from the middle of the line
    float half_line = tall / (max(middle.z, 0.1) * length(frame.up));
    float ebbed = 1.0 - level;
    float open = grown * grown * (3.0 - 2.0 * grown) * (1.0 - 0.8 * ebbed);
    float k = half_line * half_line;

    // the line: a slit, pointed at its ends, that opens
    float up_it = clamp(abs(q.y) / half_line, 0.0, 1.5);
    float taper = max(1.0 - up_it * up_it, 0.0);
    float ragged = 1.0 + 0.30 * perlin(vec2(q.y * 2.6 / half_line + place.x, frame.time * 0.35));
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
    draw_rays(at, q, r, turn, fine, beam, drawn);

    // white in the middle, gold, then ember: the hue follows the strength, so that nothing is grey
    float reach = smoothstep(0.05, 0.95, grown);
    float falls = k / (k + r * r * (mix(7.0, 0.62, reach) + 14.0 * ebbed * ebbed));
    float words = dot(drawn, vec3(0.4, 0.4, 0.2));
    float strength = (beam * falls * falls * 0.85 + 0.17 * falls * reach + halo + words * (1.1 + 2.2 * falls)) * reach
        + line;
    float hot = clamp(strength * 0.80, 0.0, 1.0);
    vec3 tint = mix(mix(frame.other, frame.counter, smoothstep(0.0, 0.30, hot)), frame.light,
        smoothstep(0.18, 0.85, hot));
    vec3 c = tint * strength + frame.light * core * mix(2.6, 1.9, open) * smoothstep(0.0, 0.3, level);
    if (touched) {
        c *= 1.0 + (0.02 + 0.24 * beam) * felt_at(q + middle.xy * vec2(frame.aspect, 1.0) + 0.25 * turn * fine);
    }
    colour = vec4(c * hue * level * brightness * (0.94 + 0.10 * frame.heart), 0.0);
}

#endif
