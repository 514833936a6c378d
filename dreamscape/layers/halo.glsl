// A halo: a warm core, a cool wide breath, and fine rays that turn slowly. Cost: its circle only.
#include "frame.glsl"

#ifdef VERTEX_STAGE
uniform vec3 middle;
uniform float radius;
uniform float brightness;
uniform float here;  // 0 absent .. 1
out vec2 at;  // -1 to 1 within the circle
flat out vec3 warm, rim, core_light, cool;
flat out vec2 turns;  // rad, how far the rays have turned

const int CORNERS = 12;  // as halo.py has them
const float TURN = 6.2831853 / float(CORNERS);

void main() {
    float bright = (0.85 + 0.45 * frame.heart) * brightness * here;
    warm = frame.accent * (0.62 * bright);
    rim = frame.accent * (0.3 * bright);
    core_light = frame.light * (0.10 * bright);
    cool = (frame.counter * 0.5 + frame.dominant) * (0.10 * bright);
    turns = frame.time * vec2(0.23, -0.31);
    float corner = float((gl_VertexID & 1) == 0 ? gl_VertexID >> 1 : CORNERS - 1 - (gl_VertexID >> 1)) + 0.5;
    at = vec2(cos(corner * TURN), sin(corner * TURN)) / cos(0.5 * TURN);  // the circle lies in it
    vec3 place = middle + (normalize(frame.right) * at.x + normalize(frame.up) * at.y) * radius;
    gl_Position = frame.view_projection * vec4(place, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "sine.glsl"
in vec2 at;
flat in vec3 warm, rim, core_light, cool;
flat in vec2 turns;
out vec4 colour;

void main() {
    float off = length(at);
    float edge = max(1.0 - off, 0.0);
    float turn = bearing(at);
    float rays = 0.5 + 0.5 * sine(turn * 7.0 + turns.x) * sine(turn * 11.0 + turns.y);
    float core = 0.016 / (off * off + 0.020);
    vec3 lit = (warm + rim * edge + core_light * core) * (core * (0.75 + 0.25 * rays)) + cool;
    colour = vec4(lit * (edge * edge), 0.0);
}
#endif
