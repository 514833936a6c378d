// Rain: each drop a streak as long as it falls while a shutter is open, in a box that goes with the eye; it is lit from
// behind by key and door, and by the air. ON_GROUND: the rings that drops leave on the ground, each for half a second.
// What is thinner than a pixel is as much dimmer. Metres, seconds. Cost: the pixels of the streaks and rings only.
#include "frame.glsl"
#include "hash.glsl"
#include "touch.glsl"
#include "gloom.glsl"

#ifdef VERTEX_STAGE
uniform vec3 place;
const vec3 BOX = vec3(15.0, 9.0, 15.0);
const float FALLS = 8.5;    // m/s, of drops 2.5 mm wide
const float OPEN = 0.030;   // s
const float WIDE = 0.0042;  // m, with the light that it spreads
const float LIVES = 0.55;   // s, of a ring
const float SPREADS = 0.30;  // m/s

// Light that a drop sends to the eye: what stands behind it shines through it.
vec3 caught(vec3 spot, vec3 view) {
    vec3 to_key = key - spot, to_door = door - spot;
    float key_far = dot(to_key, to_key), door_far = dot(to_door, to_door);
    float behind = max(dot(view, to_key * inversesqrt(key_far)), 0.0);
    float far_behind = max(dot(view, to_door * inversesqrt(door_far)), 0.0);
    vec3 warm = (frame.accent * 0.8 + frame.light * 0.3) * (0.25 + 3.0 * pow(behind, 12.0)) / (1.2 + key_far);
    vec3 cold = (frame.light * 0.4 + frame.counter * 0.3) * dawn * (0.2 + 2.0 * pow(far_behind, 8.0)) * 14.0
        / (30.0 + door_far);
    return warm + cold + (frame.light * 0.05 + frame.dominant * 0.35) * (0.5 + gloom_colour(view));
}

#ifdef ON_GROUND
out vec2 across;
flat out vec3 shine;
flat out vec2 ring;  // radius and width of the crest, parts of the quad

void main() {
    pass_lamps();
    vec3 r = unpack3(hash(ivec3(gl_InstanceID, 17, 5)));
    float turns = frame.time / LIVES + r.z;
    vec3 s = unpack3(hash(ivec3(gl_InstanceID, int(floor(turns)), 3)));  // another place each time
    float age = fract(turns) * LIVES;
    vec2 box = BOX.xz;
    vec2 middle = frame.eye.xz + normalize(frame.forward.xz) * 0.42 * box.y;
    vec2 q = fract(s.xy + r.yx + (place.xz - middle) / box) * box - 0.5 * box + middle;
    float grown = 0.012 + SPREADS * age;
    vec3 spot = vec3(q.x, 0.004, q.y);
    float far = distance(spot, frame.eye);
    float pixel = frame.pixel * far;
    float wide = max(0.012 + 0.02 * age, 0.9 * pixel * far / max(frame.eye.y, 0.3) * 0.35);
    float half_side = grown + 2.0 * wide;
    across = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    ring = vec2(grown, wide) / half_side;
    gl_Position = frame.view_projection * vec4(spot + vec3(across.x, 0.0, across.y) * half_side, 1.0);
    float fade = 1.0 - age / LIVES;
    vec3 view = normalize(spot - frame.eye);
    float thin = min(1.0, (0.012 + 0.02 * age) / wide);
    shine = caught(spot + vec3(0.0, 0.05, 0.0), view) * fade * fade * thin * (1.0 - gloom_veil(far)) * 1.7;
}
#else
out float side;
out float along;
flat out vec3 shine;

void main() {
    pass_lamps();
    vec3 r = unpack3(hash(ivec3(gl_InstanceID, 41, 9)));
    float speed = FALLS * (0.85 + 0.3 * unpack3(hash(ivec2(gl_InstanceID, 7))).x);
    vec2 wind = vec2(0.55, 0.2);  // m/s
    vec3 middle = frame.eye + normalize(vec3(frame.forward.x, 0.0, frame.forward.z)) * (0.45 * BOX.z)
        + vec3(0.0, 0.22 * BOX.y, 0.0);
    float fallen = fract(frame.time * speed / BOX.y);  // exact: parts of a box
    vec3 moved = vec3(wind.x * frame.time, 0.0, wind.y * frame.time) + place - middle;
    vec3 part = fract(r + vec3(0.0, 1.0 - fallen, 0.0) + moved / BOX);
    vec3 head = (part - 0.5) * BOX + middle;
    vec3 tail = head + vec3(-wind.x, speed, -wind.y) * OPEN;
    side = float(gl_VertexID & 1) * 2.0 - 1.0;
    along = float(gl_VertexID >> 1);
    vec3 spot = mix(head, tail, along);
    float far = distance(spot, frame.eye);
    float wide = max(WIDE, 1.3 * frame.pixel * far);
    vec3 view = (spot - frame.eye) / far;
    vec3 aside = normalize(cross(tail - head, view));
    gl_Position = frame.view_projection * vec4(spot + aside * side * 0.5 * wide, 1.0);
    float edge = smoothstep(0.0, 0.06, part.y) * smoothstep(0.5 * BOX.z, 0.3 * BOX.z, far - 0.42 * BOX.z);
    float near = smoothstep(0.7, 1.8, far) * smoothstep(-0.02, 0.05, head.y);
    shine = caught(spot, view) * near * edge * min(1.0, WIDE / wide) * (1.0 - gloom_veil(far));
    if (touched) shine *= 1.0 + 1.5 * felt_at(in_view(spot - frame.eye));
}
#endif
#endif

#ifdef FRAGMENT_STAGE
uniform float brightness;
flat in vec3 shine;
out vec4 colour;
#ifdef ON_GROUND
in vec2 across;
flat in vec2 ring;

void main() {
    float off = (length(across) - ring.x) / ring.y;
    float crest = max(1.0 - off * off, 0.0);
    colour = vec4(shine * brightness * crest * (0.6 - 0.4 * across.y), 0.0);
}
#else
in float side;
in float along;

void main() {
    float thick = 1.0 - side * side;
    colour = vec4(shine * brightness * thick * (1.0 - along) * (0.25 + along) * 4.2, 0.0);
}
#endif
#endif
