// Bevels: a strip along each edge of the crystals, as dreamscape/places/street/crystal_mesh.py made it, so wide that
// its smooth flanks hide the steps of the triangles. A bevel is some millimetres wide: where that is less than a pixel,
// only that part of it shines, and the rest is as the glass beside it. Cost: about 100 operations a pixel of a strip.
#include "frame.glsl"
#include "touch.glsl"
#include "gloom.glsl"
#include "sine.glsl"

#ifdef VERTEX_STAGE
in vec3 start;
in vec3 stop;
in vec3 outward;
in float number;
in vec2 corner;       // which end, which flank: -1 or 1
out float band;       // across the strip, px
out float wide;       // half the bevel, px, at least a pixel
out float part;       // of that, what the bevel is
out vec3 at;          // m
flat out vec3 facing;
flat out float own;
flat out vec3 air_glow, key_glow, door_glow, glass;  // light that edges throw back, and what both facets show
uniform float brightness;
const float BEVEL = 0.016;  // m

void main() {
    pass_lamps();
    air_glow = (frame.counter * 0.30 + frame.light * 0.08) * brightness;
    key_glow = (frame.accent * 0.7 + frame.light * 0.5) * (10.0 * brightness);
    door_glow = (frame.light * 0.6 + frame.accent * 0.2) * (40.0 * dawn * brightness);
    glass = frame.dominant * 0.075;
    vec4 from = frame.view_projection * vec4(start, 1.0), to = frame.view_projection * vec4(stop, 1.0);
    float first = clamp((0.2 - from.w) / max(to.w - from.w, 1e-4), 0.0, 1.0) * step(from.w, 0.2);
    float last = clamp((0.2 - to.w) / max(from.w - to.w, 1e-4), 0.0, 1.0) * step(to.w, 0.2);
    vec4 begins = mix(from, to, first), ends = mix(to, from, last);
    vec2 run = (ends.xy / max(ends.w, 0.1) - begins.xy / max(begins.w, 0.1)) * frame.resolution;
    run = dot(run, run) > 1e-6 ? normalize(run) : vec2(1.0, 0.0);
    vec4 clip = corner.x > 0.0 ? ends : begins;
    at = corner.x > 0.0 ? mix(stop, start, last) : mix(start, stop, first);
    float bevel = BEVEL * (0.5 + abs(number)) / (max(clip.w, 0.2) * frame.pixel);  // px
    wide = max(0.5 * bevel, 1.0);
    part = 0.5 * bevel / wide;
    band = corner.y * (wide + 0.5);
    clip.xy += vec2(-run.y, run.x) * band / frame.resolution * 2.0 * clip.w;
    // nearer by that many metres; 0.4 is twice the near plane
    clip.z -= 0.4 * (0.03 + 0.004 * clip.w) / max(clip.w, 0.2);
    gl_Position = clip;
    facing = outward;
    own = number;
}
#else
out vec4 colour;
in vec3 at;
flat in vec3 facing;
in float band;
in float wide;
in float part;
flat in float own;
flat in vec3 air_glow, key_glow, door_glow, glass;

// What the bevel throws back: a breath of the air, here and there; the key and the door where it looks at them.
void main() {
    vec3 from_eye = at - eye;
    float distance = length(from_eye);
    vec3 view = from_eye / distance;
    vec3 to_key = key - at, to_door = door - at;
    float key_far = dot(to_key, to_key), door_far = dot(to_door, to_door);
    vec3 bounce = reflect(view, facing);
    float lit = max(dot(bounce, to_key * inversesqrt(key_far)), 0.0);
    float glad = max(dot(bounce, to_door * inversesqrt(door_far)), 0.0);
    float front = abs(dot(view, facing)), f = 1.0 - front;
    float whole = own < 0.0 ? 0.25 : 1.0;  // a crease throws back little
    float chipped = 0.55 + 0.45 * sine(at.y * 3.1 + own * (43.0 + 2.0 * at.x));
    vec3 air = gloom_colour(view);
    vec3 shine = air_glow * ((0.10 + f * f) * own * own * max(own, 0.0) * chipped);
    shine += key_glow * (lit * lit * lit * chipped / (6.0 + key_far));
    shine += door_glow * (glad * glad * glad * chipped / (60.0 + door_far));
    if (touched) {
        shine += (frame.counter * 0.30 + frame.light * 0.10) * (0.3 + 0.7 * own) * felt_at(in_view(from_eye));
    }
    shine *= whole;
    float veil = gloom_veil(distance);
    float alpha = clamp(wide + 0.5 - abs(band), 0.0, 1.0)
        * (own < 0.0 ? 0.85 : mix(0.85, 0.12 + 0.75 * part, smoothstep(0.45, 0.65, front)));  // less inside an outline
    colour = vec4(mix(mix(glass * whole + air, shine, part), air, veil) * alpha, alpha);
}
#endif
