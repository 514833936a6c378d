// The fringe: each fin stands out from an outline of the cliff across the view; blades are noise along its foot.
#include "frame.glsl"
#include "touch.glsl"
uniform vec3 feet;
uniform float length;

#ifdef VERTEX_STAGE
in vec3 position;
in vec3 facing;
in vec2 shade;
in vec2 place;
in float tip;
out vec3 at;
out vec2 baked;
out vec2 blade;  // along the outline in metres, and up the blade 0 to 1

void main() {
    float distance = distance(position, frame.eye);
    vec3 view = (position - frame.eye) / distance;
    vec3 outward = normalize(facing - view * dot(facing, view) + vec3(0.0, 0.25 * shade.y, 0.0));
    float bend = sin(frame.time * 1.9 + position.x * 1.3 + position.y) * 0.25 + 0.35;
    outward += vec3(-bend, 0.0, 0.0) * shade.y * 0.6;
    float furry = clamp(shade.y * 2.2 - 0.7, 0.0, 1.0);
    float reach = max(length * furry, 1.3 * frame.pixel * distance);
    at = position + outward * tip * reach;
    baked = vec2(shade.x, furry);
    blade = vec2(place.x + place.y, tip);
    gl_Position = frame.view_projection * vec4(at, 1.0);
    // in front of its own rock, and behind what hides that
    vec4 before = frame.view_projection * vec4(at - 0.25 * view, 1.0);
    gl_Position.z = before.z / before.w * gl_Position.w;
}
#endif

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
uniform sampler2D heart_trace;
uniform float pulse;
uniform float pulse_speed;
in vec3 at;
in vec2 baked;
in vec2 blade;
out vec4 colour;

void main() {
    if (at.y < 0.25) discard;  // the sea is in front of the foot
    float n = perlin(vec2(blade.x * 9.0, blade.y * 0.7)) + 0.6 * perlin(vec2(blade.x * 23.0 + 5.0, 0.3));
    float height = mix(1.0, 0.62 + 0.45 * n, baked.y);
    float alpha = clamp((height - blade.y) * mix(1.0, 2.6, baked.y), 0.0, 1.0);
    float gone = distance(at, feet);
    float beat = texture(heart_trace, vec2(gone / pulse_speed / 4.0, 0.5)).r;
    float ember = 0.05 + beat * beat / (1.0 + gone * gone * 0.0040);
    if (touched) ember += 0.75 * felt_at(in_view(at - frame.eye));
    vec3 rock = vec3(0.010, 0.011, 0.018) * baked.x;
    vec3 leaf = frame.other * (0.020 + 0.30 * ember * pulse * (0.3 + blade.y)) * baked.x
        + frame.light * 0.012 * blade.y;
    colour = vec4(mix(rock, leaf, baked.y) * alpha, alpha);
}
#endif
