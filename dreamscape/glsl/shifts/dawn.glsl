// dawn: a dream begins: one ember in the dark, which is of one colour, and its light uncovers the first act. The front
// is so wide that a grid holds it: draw 6 * CELLS.x * CELLS.y vertices. EMBER: the light alone, which is added to the
// picture, and of the grid only the cells that it reaches; `wide` is 1 if no front brings its wide glow.
// Cost: a tap; EMBER: two exponentials where it shines.
#define GRID
#include "front.glsl"

#ifdef VERTEX_STAGE
const ivec2 CELLS = ivec2(40, 24);
const float WIDTH = 0.34, FURTHEST = 1.10;  // of the front, as in render/transition.py
const vec2 STILL = vec2(0.71, 0.79);        // of the dawn: while its front, by then far out, ceases to bend the picture
const float LEAST = 6e-5;                   // light that nobody sees

vec3 strength() {
    return mix(accent, glow, 0.45) * ((1.0 - during(0.45, 1.0)) * (0.85 + 0.15 * heart));
}

float glow_at(float r) {
    return 0.05 * exp(-r * 7.0);
}
#ifdef EMBER
uniform float wide;
noperspective out float around;
#else
noperspective out vec3 shown;  // where in the picture that comes, and how much of it is seen
noperspective out vec4 dark;   // what of the dark is left, and the wide glow
#endif
flat out vec3 ember;

// The corner of this vertex's cell, of which it is a part.
vec2 cell_at(out vec2 middle) {
    int cell = gl_VertexID / 6, corner = gl_VertexID % 6;
    corner = corner < 3 ? corner : 6 - corner;  // 0 1 2, 3 2 1
    vec2 low = vec2(cell % CELLS.x, cell / CELLS.x);
    middle = (low + 0.5) / vec2(CELLS);
    return (low + vec2(corner & 1, corner >> 1)) / vec2(CELLS);
}

void main() {
    set_passing();
    vec2 middle;
    across = cell_at(middle);
    gl_Position = vec4(across * 2.0 - 1.0, 1.0, 1.0);
    ember = strength();
    vec2 stretch = vec2(aspect, 1.0), q = from_gate(across);
    float r = length(q);
#ifdef EMBER
    float nearest = max(length(from_gate(middle)) - 0.5 * length(stretch / vec2(CELLS)), 0.0);
    around = wide * glow_at(r);
    float most = max(wide * glow_at(nearest), 0.9 * exp(-nearest * 34.0));
    if (most * max(ember.r, max(ember.g, ember.b)) < LEAST) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
#else
    vec3 noise = perlin_d(across * stretch * 3.0 + now * 0.15);
    float f = r * 0.62 + 0.10 * noise.x;
    vec2 slope = (q * (0.62 / max(r, 1e-4)) + 0.30 * noise.yz) * stretch * step(0.0, f) * step(f, FURTHEST);
    float near;
    vec2 bend;
    float left = left_at(across, clamp(f, 0.0, FURTHEST), slope, WIDTH, FURTHEST, 0.02, near, bend);
    shown = vec3(across - bend * (1.0 - during(STILL.x, STILL.y)), 1.0 - left);
    dark = first * left + vec4(ember * glow_at(r), 0.0);
#endif
}
#endif

#ifdef FRAGMENT_STAGE
flat in vec3 ember;
#ifdef EMBER
noperspective in float around;

void main() {
    vec2 q = from_gate(across);
    float far = dot(q, q), r = sqrt(far);
    float light = 7.0 * exp(-far * 12000.0) + 0.9 * exp(-r * 34.0);
    colour = vec4(ember * (around + light), 0.0);
}
#else
noperspective in vec3 shown;
noperspective in vec4 dark;

void main() {
    colour = coming_at(shown.xy) * shown.z + dark;
}
#endif
#endif
