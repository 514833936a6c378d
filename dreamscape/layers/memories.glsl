// Memories: one of three small pictures, or 3 for one of the viewer's own, chosen by MEMORY, into a square texture, in
// which their middles are enlarged.
// PEOPLED: where people are in it, or their shadows. BACKDROP: what of it stands still, which is drawn once: 1 the
// scene, 2 the tree of the picnic.
#include "frame.glsl"
#include "perlin.glsl"
#include "shapes.glsl"
#include "sine.glsl"
#ifdef VERTEX_STAGE
const float CORNERS = 20.0, REACH = 1.04;  // of the polygon: droplets show hardly anything of the square's corners
uniform float side;     // px
#if MEMORY < 3
uniform vec4 look;      // the colour of its light around 1; -1 where left and right are exchanged
flat out vec4 tinted;
#endif
uniform float seconds;  // since this memory began
flat out vec2 now_px;
out vec2 spot;    // the place in the target, -1 to 1
out vec2 across;  // the same, 0 to 1

void main() {
    float turn = 6.2831853 / CORNERS * float((gl_VertexID & 1) == 1 ? (gl_VertexID + 1) / 2 : -gl_VertexID / 2);
    spot = vec2(cos(turn), sin(turn)) * REACH;
    gl_Position = vec4(spot, 1.0, 1.0);
    across = 0.5 + 0.5 * spot;
    now_px = vec2(seconds, 2.0 / side);
#if MEMORY < 3
    spot.x *= look.w;
    tinted = look;
#endif
}
#else
#if MEMORY < 3
flat in vec4 tinted;
#endif
#include "memory_plan.glsl"
#include "memory_roots.glsl"
#include "dither.glsl"
flat in vec2 now_px;  // s since this memory began, and a pixel in the target
in vec2 spot;
in vec2 across;
#if MEMORY < 3 && BACKDROP == 0
uniform sampler2D backdrop;
#endif
out vec4 colour;

#if MEMORY < 3 && BACKDROP == 0
#include "people.glsl"
#endif
#if MEMORY == 0
#if BACKDROP > 0
#include "cushions.glsl"
#else
uniform sampler2D tree;

vec4 swaying_tree(float sway) {
    return texture(tree, across + vec2(0.5 * sway * tinted.w / plan_width(spot), 0.0));
}
#endif
#include "picnic.glsl"
#elif MEMORY == 1
#include "first_snow.glsl"
#elif MEMORY == 3
#include "own_memory.glsl"
#else
#include "farewell.glsl"
#endif

#if BACKDROP > 0
void main() {
    colour = backdrop_of(in_memory(spot), now_px.y * plan_width(spot));
}
#else
void main() {
    vec2 at = in_memory(spot);
    float px = now_px.y * plan_width(spot);
#if MEMORY == 0
    vec3 c = picnic(at, now_px.x, px, texture(backdrop, across));
#elif MEMORY == 1
    vec3 c = first_snow(at, now_px.x, px, texture(backdrop, across));
#elif MEMORY == 3
    vec3 c = own_memory(at, now_px.x, px);
#else
    vec3 c = farewell(at, now_px.x, px, texture(backdrop, across));
#endif
    c = max(c, 0.0);
#if MEMORY < 3
    c *= tinted.rgb;
    c *= 0.35 + 0.65 * smoothstep(0.0, 0.32, dot(c, vec3(0.3, 0.5, 0.2)));  // the darks as deep as the water around
#endif
    c *= 1.15 / (1.0 + 0.30 * max(c.r, max(c.g, c.b)));  // lamps and the sun keep their colour
    colour = vec4(in_roots(c) + dither(gl_FragCoord.xy) / 255.0, 1.0);
}
#endif
#endif
