// The image of a thread in the sea: a strip through the mirror images of its nodes, as wide as waves throw light, in
// which ripples glint that lean just so. It lies where the water mirrors it, so that rock before that hides it. Cost:
// a tap and an octave of noise a fragment.
#include "frame.glsl"
const vec2 RIPPLE = vec2(0.9, 3.6);  // 1/m, of the ripples that glint

#ifdef VERTEX_STAGE
uniform sampler2D strand_nodes;  // x, y and z of the nodes, m; then the colour; a row a strand
uniform int nodes;
uniform float shorter;  // rows of the picture that `waves` leaves out, every other one of the lowest
uniform float brightness;
flat out vec3 shine;
flat out vec3 still;    // where ripples begin, lattice units; radians of a pixel
flat out vec3 surface;  // 1 / size of `waves`, pixels; `shorter`
out vec3 way;             // from the eye, m
out vec3 along;  // -1 to 1 across the strip; how much of the thread's light is mirrored; half its width, radians
const vec2 SPREAD = vec2(0.0075, 0.0150);  // radians, how far waves throw the light across and up

// Where the sea mirrors a node, in clip space, and how far that is.
vec4 mirrored(int i, out float away) {
    vec3 node = texelFetch(strand_nodes, ivec2(clamp(i, 0, nodes - 1), gl_InstanceID), 0).xyz;
    node.y = -max(node.y, 0.05);
    vec3 way = (node - frame.eye) * (frame.eye.y / (frame.eye.y - node.y));
    away = length(way);
    return frame.view_projection * vec4(frame.eye + way, 1.0);
}

void main() {
    int i = gl_VertexID >> 1;
    float away, other;
    vec4 clip = mirrored(i, away), before = mirrored(i - 1, other), after = mirrored(i + 1, other);
    vec2 run = (after.xy / max(after.w, 0.1) - before.xy / max(before.w, 0.1)) * vec2(frame.aspect, 1.0);
    run = dot(run, run) > 1e-8 ? normalize(run) : vec2(1.0, 0.0);
    vec2 aside = vec2(-run.y, run.x);
    along.x = float(gl_VertexID & 1) * 2.0 - 1.0;
    float grazing = frame.eye.y / away;
    float end = float(i) / float(nodes - 1);
    float tapered = min(min(end, 1.0 - end) * 8.0, 1.0);
    along.y = (0.005 + 0.12 * exp2(-9.0 * grazing)) * tapered * step(0.3, clip.w) * brightness;
    shine = texelFetch(strand_nodes, ivec2(nodes, gl_InstanceID), 0).rgb;
    along.z = dot(abs(aside), SPREAD);
    float wide = along.z / length(frame.up);
    clip.xy += aside * (along.x * wide * clip.w) * vec2(1.0 / frame.aspect, 1.0);
    way = frame.forward * clip.w + frame.right * clip.x + frame.up * clip.y;
    still = vec3(frame.eye.xz * RIPPLE + vec2(0.21, -0.34) * frame.time, frame.pixel);
    surface = vec3(1.0 / frame.resolution, shorter);
    gl_Position = clip;
}
#endif

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
uniform sampler2D waves;  // as of sea_surface.glsl
flat in vec3 shine;
flat in vec3 still, surface;
in vec3 way;
in vec3 along;
out vec4 colour;

const float THROWN = 0.75;           // half the strip, how far they throw the light aside
const float GLINT = 0.20;            // half the strip, half the width of a glint

void main() {
    float row = max(0.5 * gl_FragCoord.y, gl_FragCoord.y - surface.z);
    vec4 wave = texture(waves, vec2(gl_FragCoord.x, row) * surface.xy);
    vec3 ray = way * gl_FragCoord.w;
    float seen = clamp(1.6 - RIPPLE.y * still.z * wave.x * length(ray) / max(-ray.y, 0.01), 0.0, 1.0);
    float ripple = perlin(ray.xz * wave.x * RIPPLE + still.xy) * seen;
    // ripples throw the light aside, each by its slope: those that a pixel does not show blur it
    float off = along.x + 1.2 * (wave.y + wave.z) + THROWN * ripple;
    float wide = sqrt(GLINT * GLINT + 0.12 * THROWN * THROWN * (1.0 - seen * seen));
    off /= max(wide, 1.2 * still.z / along.z);
    float streak = GLINT / wide / (1.0 + off * off * (0.5 + off * off));
    float facing = smoothstep(-0.45, 0.45, ripple + 0.8 * wave.z);  // facets that lean away mirror the sky instead
    float inside = max(1.0 - along.x * along.x, 0.0);
    colour = vec4(shine * (streak * facing * inside * along.y), 0.0);
}
#endif
