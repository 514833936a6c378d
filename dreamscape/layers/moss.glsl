// The fringe: each fin stands out from an outline of the cliff across the view, lit as the moss or stone at its foot;
// blades are noise along it.
#include "frame.glsl"
#include "touch.glsl"
#ifdef DAY
#include "rock_air.glsl"
#endif
uniform float length;

#ifdef VERTEX_STAGE
in vec3 position;
in vec3 facing;
in vec2 place;
in vec4 shade;
in float tip;
out vec3 at;
out vec2 uv;
out vec4 arrives;  // as in cliff.glsl
out vec2 pulse_way;
out vec2 blade;  // along the outline in metres, and up the blade 0 to 1
out float furry;
#ifdef DAY
out float air;    // how much of it lies before
#endif

void main() {
    float distance = distance(position, frame.eye);
    vec3 view = (position - frame.eye) / distance;
    vec3 outward = normalize(facing - view * dot(facing, view) + vec3(0.0, 0.25 * shade.y, 0.0));
    float bend = sin(frame.time * 1.9 + position.x * 1.3 + position.y) * 0.25 + 0.35;
    outward += vec3(-bend, 0.0, 0.0) * shade.y * 0.6;
    furry = clamp(shade.y * 2.2 - 0.7, 0.0, 1.0);
    float reach = max(length * furry, 1.3 * frame.pixel * distance);
    at = position + outward * tip * reach;
    uv = place;
    arrives = vec4(shade.xyz, position.y);
#ifdef DAY
    arrives.x = max(arrives.x, 0.5);  // what is dark in its hollow would be a line against the sea
    air = rock_air(distance).a;
#endif
    pulse_way = vec2(shade.w, 1.0 / (1.0 + shade.w * shade.w * 0.0045));
    blade = vec2(dot(position, vec3(0.9, 0.7, 0.8)), tip);
    gl_Position = frame.view_projection * vec4(at, 1.0);
    // in front of its own rock, and behind what hides that
    vec4 before = frame.view_projection * vec4(at - 0.25 * view, 1.0);
    gl_Position.z = before.z / before.w * gl_Position.w;
}
#endif

#ifdef FRAGMENT_STAGE
#include "cliff_light.glsl"
uniform sampler2D rock_relief;
in vec3 at;
in vec2 uv;
in vec4 arrives;
in vec2 pulse_way;
in vec2 blade;
in float furry;
#ifdef DAY
in float air;
#endif
out vec4 colour;

void main() {
    if (at.y < 0.7) discard;  // the sea is in front of the foot
    vec4 relief = textureLod(rock_relief, uv, 1.0);
    relief.b = sqrt(relief.b);
    float mossy = relief.a * furry;
    float height = mix(1.0, 0.35 + 1.1 * relief.b + 0.25 * sin(blade.x * 41.0) * sin(blade.x * 17.0), mossy);
    float alpha = clamp((height - blade.y) * mix(1.0, 2.6, mossy), 0.0, 1.0);
    vec3 from_eye = at - frame.eye;
    float ember = ember_at(relief, pulse_way);
    if (touched) ember += 0.75 * felt_at(in_view(from_eye));
    relief.b = mix(relief.b, 0.8, blade.y * 0.6 * mossy);
#ifdef DAY
    relief.b = max(relief.b, 0.5 - mossy);
#endif
    vec3 lit = cliff_light(normalize(from_eye), relief, arrives, ember);
#ifdef DAY
    lit = mix(lit, rock_air(0.0).rgb, air) * mix(0.88, 1.0, mossy);
#endif
    colour = vec4(lit * alpha, alpha);
}
#endif
