// Rings. ON_WATER: each ring on the water as a quad of the map, a packet of waves that runs outwards and spreads;
// slopes add up. Otherwise: each ring of light as a level strip around the key, wide halo and fine line. Metres,
// seconds. Cost: the pixels of the quads and strips only.
#include "frame.glsl"
#include "ripples.glsl"
#include "sine.glsl"
uniform vec4 rings[48];  // ON_WATER: x, z, age (s), strength, negative for a drop that carries no light;
                         // otherwise: height, age in lives, strength, pitch 0 to 1
const float SPEED = 0.36;    // m/s, of ripples 9 cm long: near the slowest that water knows, 0.23, and a little above

#ifdef VERTEX_STAGE
#ifdef ON_WATER
flat out vec4 packet;  // m, where it is; over the square of half its width; rad/m; how high it is
flat out float bright;
out vec2 from;

void main() {
    vec4 ring = rings[gl_InstanceID];
    float wide = 2.0 * (0.050 + 0.030 * ring.z);
    float fade = 1.0 - ring.z / 3.4;
    packet = vec4(ring.z * SPEED, 1.0 / (wide * wide), 78.0 - 10.0 * ring.z, abs(ring.w) * fade * fade);
    bright = step(0.0, ring.w);
    float reach = ring.z * SPEED + 0.30;
    from = (vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0) * reach;
    gl_Position = vec4(ripples_uv(ring.xy + from) * 2.0 - 1.0, 0.0, 1.0);
}
#else
uniform vec2 middle;  // m, x and z of the key's tip
uniform float tip_height;
uniform float slant;  // tangent by which the key leans to the right
uniform float scale;
uniform float brightness;
flat out vec3 line_hue, halo_hue;  // what each shines with, as it fades
out float across;
out float lit;  // how much of that is seen

void main() {
    vec4 ring = rings[gl_InstanceID];
    float grown = 1.0 - (1.0 - ring.y) * (1.0 - ring.y) * (1.0 - ring.y);
    float radius = scale * (0.075 + (0.30 + 0.10 * ring.w) * grown);
    float wide = scale * (0.014 + 0.030 * ring.y) + 0.012;
    across = float(gl_VertexID & 1) * 2.0 - 1.0;
    float angle = float(gl_VertexID >> 1) * (6.2831853 / 96.0);
    vec2 out_way = vec2(cos(angle), sin(angle));
    float wave = 0.010 * scale * sin(3.0 * angle + frame.time * 2.0 + ring.w * 9.0) * ring.y;
    float sway = 0.16 * sin(frame.time * 0.9 + ring.w * 11.0);
    float rise = out_way.x * sway + out_way.y * (0.30 + 0.12 * sin(ring.w * 23.0));  // each hangs at a tilt of its own
    vec3 around = vec3(middle.x + slant * (ring.x - tip_height), ring.x + wave, middle.y);
    vec3 at = around + vec3(out_way.x, rise, out_way.y) * radius;
    vec4 clip = frame.view_projection * vec4(at, 1.0);
    vec2 run = vec2(-out_way.y, out_way.x);
    float climb = run.x * sway + run.y * (0.30 + 0.12 * sin(ring.w * 23.0));
    vec4 next = frame.view_projection * vec4(at + vec3(run.x, climb, run.y) * 0.02, 1.0);
    vec2 tangent = (next.xy / next.w - clip.xy / clip.w) * vec2(frame.aspect, 1.0);
    float size = wide * length(vec3(frame.view_projection[0][1], frame.view_projection[1][1],
        frame.view_projection[2][1]));
    float open = clamp(length(tangent) * clip.w / (0.02 * size / wide), 0.0, 1.0);  // 1 across the view, less along it
    tangent = dot(tangent, tangent) > 1e-12 ? normalize(tangent) : vec2(1.0, 0.0);
    size *= open * open;
    float thin = size * frame.resolution.y / (11.0 * clip.w);  // its line is thinner than a pixel by so much
    size /= min(thin, 1.0);
    lit = (0.75 - 0.35 * out_way.y) * min(thin, 1.0);
    float fade = (1.0 - ring.y) * (1.0 - ring.y) * smoothstep(0.0, 0.04, ring.y) * ring.z * brightness;
    vec3 hue = mix(frame.counter * 1.2, frame.dominant * 1.6, smoothstep(0.2, 0.9, ring.w));
    line_hue = mix(hue, frame.light, 0.45) * (1.5 * fade);
    halo_hue = hue * (0.30 * fade);
    clip.xy += vec2(-tangent.y, tangent.x) * vec2(1.0 / frame.aspect, 1.0) * across * size;
    gl_Position = clip;
}
#endif
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;
#ifdef ON_WATER
flat in vec4 packet;
flat in float bright;
in vec2 from;

void main() {
    float r = length(from);
    float off = r - packet.x;
    float u = clamp(1.0 - off * off * packet.y, 0.0, 1.0);
    float high = u * u * u * packet.w / (1.0 + 2.5 * r);
    vec2 way = from / max(r, 1e-3);
    float crest = clamp(cosine(off * packet.z), 0.0, 1.0);
    colour = vec4(way * (sine(off * packet.z) * high * 0.085), crest * crest * high * bright, 0.0);
}
#else
flat in vec3 line_hue, halo_hue;
in float across;
in float lit;

void main() {
    float s = abs(across);
    colour = vec4((line_hue * exp2(-86.6 * s * s) + halo_hue * (1.0 - s) * (1.0 - s)) * lit, 0.0);
}
#endif
#endif
