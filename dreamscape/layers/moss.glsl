// The fringe: each fin stands out from an outline of the cliff across the view, lit as the moss or stone at its foot,
// at its corners, since fins are slivers: more pixels would be shaded than are seen. Blades are noise along it.
#include "frame.glsl"
#include "touch.glsl"
#ifdef DAY
#include "rock_air.glsl"
#endif
uniform float length;

#ifdef VERTEX_STAGE
#include "cliff_light.glsl"
uniform sampler2D rock_relief;
in vec3 position;
in vec3 facing;
in vec2 place;
in vec4 shade;
in float tip;
out vec4 lit;    // its light, and how much of it is moss
out vec3 blade;  // along the outline in metres, and up the blade 0 to 1; how high moss is there

void main() {
    float distance = distance(position, frame.eye);
    vec3 view = (position - frame.eye) / distance;
    vec3 outward = normalize(facing - view * dot(facing, view) + vec3(0.0, 0.25 * shade.y, 0.0));
    float bend = sin(frame.time * 1.9 + position.x * 1.3 + position.y) * 0.25 + 0.35;
    outward += vec3(-bend, 0.0, 0.0) * shade.y * 0.6;
    float furry = clamp(shade.y * 2.2 - 0.7, 0.0, 1.0);
    float reach = max(length * furry, 1.3 * frame.pixel * distance);
    vec3 at = position + outward * tip * reach;
    set_light();
    vec4 relief = textureLod(rock_relief, place, 1.0);
    relief.b = sqrt(relief.b);
    float mossy = relief.a * furry;
    vec4 arrives = vec4(shade.xyz, position.y);
#ifdef DAY
    arrives.x = max(arrives.x, 0.5);  // what is dark in its hollow would be a line against the sea
#endif
    blade = vec3(dot(position, vec3(0.9, 0.7, 0.8)), tip, relief.b);
    float ember = ember_at(relief, vec2(shade.w, 1.0 / (1.0 + shade.w * shade.w * 0.0045)));
    vec3 from_eye = at - frame.eye;
    if (touched) ember += 0.75 * felt_at(in_view(from_eye));
    relief.b = mix(relief.b, 0.8, tip * 0.6 * mossy);
#ifdef DAY
    relief.b = max(relief.b, 0.5 - mossy);
#endif
    lit = vec4(cliff_light(normalize(from_eye), relief, arrives, ember), mossy);
#ifdef DAY
    vec4 air = rock_air(distance);
    lit.rgb = mix(lit.rgb, air.rgb, air.a) * mix(0.88, 1.0, mossy);
#endif
    gl_Position = frame.view_projection * vec4(at, 1.0);
    // in front of its own rock, and behind what hides that
    vec4 before = frame.view_projection * vec4(at - 0.25 * view, 1.0);
    gl_Position.z = before.z / before.w * gl_Position.w;
    gl_ClipDistance[0] = at.y - 0.7;  // the sea is in front of the foot; a discard would put off the test of depth
}
#endif

#ifdef FRAGMENT_STAGE
#include "sine.glsl"
in vec4 lit;
in vec3 blade;
out vec4 colour;

void main() {
    float height = mix(1.0, 0.35 + 1.1 * blade.z + 0.25 * sine(blade.x * 41.0) * sine(blade.x * 17.0), lit.a);
    float alpha = clamp((height - blade.y) * mix(1.0, 2.6, lit.a), 0.0, 1.0);
    colour = vec4(lit.rgb * alpha, alpha);
}
#endif
