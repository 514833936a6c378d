// A spectrum on the ground: from the foot of a spire away from the lamp (the key, or the door once it shines), the
// colours fanned apart with distance, each colour a caustic fold that wavers. Cost: two octaves of perlin a pixel of
// the fan.
#include "frame.glsl"
#include "gloom.glsl"

#ifdef VERTEX_STAGE
in vec4 foot;  // x, z, girth in m, a number of its own
out vec2 at;   // across -1 to 1, along 0 to 1
flat out vec4 drifts;  // of both noises: what the fan's own number and time add to their places
out float lit;
uniform float brightness;

void main() {
    pass_lamps();
    vec2 place = foot.xy;
    vec2 from_key = place - key.xz, from_door = place - door.xz;
    float key_far = dot(from_key, from_key), door_far = dot(from_door, from_door);
    float ember = 16.0 / (10.0 + key_far), hall = dawn * 60.0 / (60.0 + door_far);
    vec2 away = from_key * inversesqrt(key_far + 1e-3) * ember + from_door * inversesqrt(door_far + 1e-3) * hall * 1.4;
    float turn = (foot.w - 0.5) * 2.6 + (foot.w > 0.5 ? 2.4 : -2.4);  // a prism bends light far off its way
    away = normalize(away + 1e-4);
    vec2 run = vec2(away.x * cos(turn) - away.y * sin(turn), away.x * sin(turn) + away.y * cos(turn));
    vec2 side = vec2(run.y, -run.x);
    vec2 corner = vec2(float(gl_VertexID & 1) * 2.0 - 1.0, float(gl_VertexID >> 1));
    at = corner;
    float own = foot.w;
    drifts = vec4(own * 31.0, frame.time * 0.23, own * 17.0 - frame.time * 0.1, -frame.time * 0.31);
    float strength = (ember + hall) * (0.55 * brightness);
    float reach = foot.z * (2.2 + 2.6 * foot.w);
    float wide = foot.z * (0.45 + 1.0 * corner.y);
    vec2 p = place + run * (foot.z * 0.7 + reach * corner.y) + side * wide * corner.x;
    vec3 spot = vec3(p.x, 0.0, p.y);
    lit = strength - strength * gloom_veil(length(spot - frame.eye));
    gl_Position = frame.view_projection * vec4(spot, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
in vec2 at;
flat in vec4 drifts;
in float lit;
out vec4 colour;

float fold(float off) {
    float k = 1.0 - off * off;
    return max(k, 0.0) * max(k, 0.0);
}

void main() {
    float wave = perlin(vec2(at.y * 2.3 + drifts.x, drifts.y)) * 0.30;
    float fine = 0.65 + 0.7 * perlin(vec2(at.x * 3.0, at.y * 4.0) + drifts.zw);
    float x = at.x * 1.35 + wave;
    float apart = 0.16 + 0.42 * at.y;
    vec3 split = vec3(fold((x + apart) * 1.9), fold(x * 1.9), fold((x - apart) * 1.9));
    split.r += 0.30 * fold((x - apart * 1.75) * 2.6);  // violet
    float fade = smoothstep(0.0, 0.10, at.y) * (1.0 - at.y) * (1.0 - at.y);
    float bounds = 1.0 - smoothstep(0.8, 1.0, abs(at.x));
    colour = vec4(split * (fade * bounds * max(fine, 0.0) * lit), 0.0);
}
#endif
