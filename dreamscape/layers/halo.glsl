// A halo: a warm core, a cool wide breath, and fine rays that turn slowly. Cost: its card only.
#include "frame.glsl"

#ifdef VERTEX_STAGE
uniform vec3 middle;
uniform float radius;
out vec2 at;  // -1 to 1

void main() {
    at = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    vec3 place = middle + (normalize(frame.right) * at.x + normalize(frame.up) * at.y) * radius;
    gl_Position = frame.view_projection * vec4(place, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
uniform float brightness;
uniform float here;  // 0 absent .. 1
in vec2 at;
out vec4 colour;

void main() {
    float off = length(at);
    float edge = max(1.0 - off, 0.0);
    float turn = atan(at.y, at.x + 1e-5);
    float rays = 0.5 + 0.5 * sin(turn * 7.0 + frame.time * 0.23) * sin(turn * 11.0 - frame.time * 0.31);
    float beat = 0.85 + 0.45 * frame.heart;
    float core = 0.016 / (off * off + 0.020);
    vec3 warm = (frame.accent * (0.62 + 0.3 * edge) + frame.light * 0.10 * core) * core * (0.75 + 0.25 * rays);
    vec3 cool = (frame.counter * 0.5 + frame.dominant) * edge * 0.10;
    colour = vec4((warm * edge + cool) * edge * brightness * beat * here, 0.0);
}
#endif
