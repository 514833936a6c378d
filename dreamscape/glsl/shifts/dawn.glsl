// dawn: a dream begins: one ember in the dark, which is of one colour, and its light uncovers the first act. The front
// is so wide that a grid holds it: draw 6 * CELLS.x * CELLS.y vertices. Cost: a tap, two exponentials.
#define GRID
#include "front.glsl"

#ifdef VERTEX_STAGE
const ivec2 CELLS = ivec2(40, 24);
noperspective out vec3 shown;  // where in the picture that comes, and how much of it is seen
noperspective out vec4 dark;   // what of the dark is left, and the wide glow
flat out vec3 ember;

void main() {
    set_passing();
    int cell = gl_VertexID / 6, corner = gl_VertexID % 6;
    corner = corner < 3 ? corner : 6 - corner;  // 0 1 2, 3 2 1
    across = (vec2(cell % CELLS.x, cell / CELLS.x) + vec2(corner & 1, corner >> 1)) / vec2(CELLS);
    gl_Position = vec4(across * 2.0 - 1.0, 1.0, 1.0);
    vec2 stretch = vec2(aspect, 1.0), q = from_gate(across);
    float r = length(q);
    vec3 noise = perlin_d(across * stretch * 3.0 + now * 0.15);
    float f = r * 0.62 + 0.10 * noise.x;
    vec2 slope = (q * (0.62 / max(r, 1e-4)) + 0.30 * noise.yz) * stretch * step(0.0, f) * step(f, 1.1);
    float near;
    vec2 bend;
    float left = left_at(across, clamp(f, 0.0, 1.1), slope, 0.34, 1.10, 0.02, near, bend);
    shown = vec3(across - bend, 1.0 - left);
    ember = mix(accent, glow, 0.45) * ((1.0 - during(0.45, 1.0)) * (0.85 + 0.15 * heart));
    dark = first * left + vec4(ember * (0.05 * exp(-r * 7.0)), 0.0);
}
#endif

#ifdef FRAGMENT_STAGE
noperspective in vec3 shown;
noperspective in vec4 dark;
flat in vec3 ember;

void main() {
    vec2 q = from_gate(across);
    float far = dot(q, q), r = sqrt(far);
    vec4 both = coming_at(shown.xy) * shown.z + dark;
    float light = 7.0 * exp(-far * 12000.0) + 0.9 * exp(-r * 34.0);
    colour = vec4(both.rgb + ember * light, both.a);
}
#endif
