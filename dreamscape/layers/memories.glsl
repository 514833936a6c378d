// Memories: one of three small pictures, or 3 for one of the viewer's own, chosen by MEMORY, into a square texture.
#include "frame.glsl"
#include "perlin.glsl"
#include "shapes.glsl"
#include "sine.glsl"
#if MEMORY < 3
#include "people.glsl"
#endif
#if MEMORY == 0
#include "cushions.glsl"
#include "picnic.glsl"
#elif MEMORY == 1
#include "first_snow.glsl"
#elif MEMORY == 3
#include "own_memory.glsl"
#else
#include "farewell.glsl"
#endif

uniform float side;     // px
#if MEMORY < 3
uniform vec4 look;      // the colour of its light around 1; -1 where left and right are exchanged
#endif
uniform float seconds;  // since this memory began
out vec4 colour;

void main() {
    vec2 p = gl_FragCoord.xy * (2.0 / side) - 1.0;
    float px = 2.0 / side;
#if MEMORY < 3
    p.x *= look.w;
#endif
#if MEMORY == 0
    vec3 c = picnic(p, seconds, px);
#elif MEMORY == 1
    vec3 c = first_snow(p, seconds, px);
#elif MEMORY == 3
    vec3 c = own_memory(p, seconds, px);
#else
    vec3 c = farewell(p, seconds, px);
#endif
    c = max(c, 0.0);
#if MEMORY < 3
    c *= look.rgb;
    c *= 0.35 + 0.65 * smoothstep(0.0, 0.32, dot(c, vec3(0.3, 0.5, 0.2)));  // the darks as deep as the water around
#endif
    c *= 1.15 / (1.0 + 0.30 * max(c.r, max(c.g, c.b)));  // lamps and the sun keep their colour
    colour = vec4(c, 1.0);
}
