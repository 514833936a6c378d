// A walker: a signed distance around the joints that gait.py poses, in metres right of and above the feet. A stranger is
// glass: nearly nothing inside, drifting light, a bright rim, a glow of their feeling in the chest. The dreamer is dark
// with a thin rim, lit from the hand that is held aloft. Cost: 20 capsules a pixel of the card.
#include "frame.glsl"

#ifdef VERTEX_STAGE
uniform float upright;  // 1, or -1 in the mirror
in vec4 j0;
in vec4 j1;
in vec4 j2;
in vec4 j3;
in vec4 j4;
in vec4 j5;
in vec4 j6;
in vec4 j7;
in vec4 j8;      // right toe; tallness, how much of the heading is across the picture
in vec4 stand;   // feet x, z; dreamer or not; a number of its own
in vec4 feeling; // colour, presence
out vec2 at;
flat out vec4 joint[9];
flat out vec4 self;
flat out vec4 mood;

void main() {
    joint = vec4[9](j0, j1, j2, j3, j4, j5, j6, j7, j8);
    self = stand;
    mood = feeling;
    float near = length(vec3(stand.x, eye.y, stand.y) - eye);
    mood.a *= mix(smoothstep(2.5, 6.5, near), 1.0, stand.z);  // who comes too near is no more seen than a breath
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    at = mix(vec2(-0.75, -0.08), vec2(0.75, mix(1.92, 2.25, stand.z)), corner) * j8.z;
    vec3 across = normalize(vec3(right.x, 0.0, right.z));
    vec3 place = vec3(stand.x, 0.0, stand.y) + across * at.x;
    gl_Position = view_projection * vec4(place.x, at.y * upright, place.z, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "shapes.glsl"
#include "perlin.glsl"
uniform float brightness;
uniform float rim;
in vec2 at;
flat in vec4 joint[9];
flat in vec4 self;
flat in vec4 mood;
out vec4 colour;

float limb(vec2 p, vec2 a, vec2 b, vec2 c, float ra, float rb, float rc) {
    return min(capsule(p, a, b + 1e-4, ra, rb), capsule(p, b, c + 1e-4, rb, rc));
}

// The figure; `self.w` chooses trousers, a coat or a long robe, and the hair.
float figure(vec2 p) {
    float k = joint[8].z;
    vec2 head = joint[0].xy, neck = joint[0].zw, pelvis = joint[1].xy;
    vec2 shoulder_l = joint[1].zw, shoulder_r = joint[3].xy, hip_l = joint[4].zw, hip_r = joint[6].zw;
    float arm_l = limb(p, shoulder_l, joint[2].xy, joint[2].zw, 0.046 * k, 0.040 * k, 0.026 * k);
    float arm_r = limb(p, shoulder_r, joint[3].zw, joint[4].xy, 0.046 * k, 0.040 * k, 0.026 * k);
    float leg_l = limb(p, hip_l, joint[5].xy, joint[5].zw, 0.080 * k, 0.056 * k, 0.038 * k);
    float leg_r = limb(p, hip_r, joint[7].xy, joint[7].zw, 0.080 * k, 0.056 * k, 0.038 * k);
    float foot_l = capsule(p, joint[5].zw, joint[6].xy + 1e-4, 0.040 * k, 0.026 * k);
    float foot_r = capsule(p, joint[7].zw, joint[8].xy + 1e-4, 0.040 * k, 0.026 * k);
    vec2 collar = neck - vec2(0.0, 0.035 * k);
    float trunk = capsule(p, neck - vec2(0.0, 0.15 * k), pelvis + vec2(0.0, 0.06 * k), 0.118 * k, 0.096 * k);
    float slope = min(capsule(p, collar, shoulder_l + 1e-4, 0.062 * k, 0.052 * k), capsule(p, collar, shoulder_r + 1e-4, 0.062 * k, 0.052 * k));
    float hips = capsule(p, hip_l, hip_r + 1e-4, 0.088 * k, 0.088 * k);
    float d = fillet(trunk, slope, 0.06 * k);
    d = fillet(d, hips, 0.08 * k);
    d = fillet(d, min(leg_l, leg_r), 0.04 * k);
    d = fillet(d, min(foot_l, foot_r), 0.02 * k);

    float cut = mix(self.w, 0.5, self.z);
    float robe = smoothstep(0.56, 0.58, cut);
    vec2 knees = 0.5 * (joint[5].xy + joint[7].xy), ankles = 0.5 * (joint[5].zw + joint[7].zw);
    vec2 low = mix(mix(pelvis, knees, 1.05), mix(knees, ankles, 0.75), robe) - vec2(joint[8].w * 0.05 * k, 0.0);
    float reach = 0.5 * abs(mix(joint[5].x - joint[7].x, joint[5].z - joint[7].z, robe * 0.6));
    float coat = capsule(p, pelvis + vec2(0.0, 0.16 * k), low + 1e-4, 0.095 * k, 0.128 * k + reach * 0.75);
    float hem = low.y - 0.03 * k + 0.018 * k * sin(p.x * 16.0 / k + cut * 40.0) - p.y;
    coat = max(coat, hem);
    if (cut > 0.22) d = fillet(d, coat, 0.06 * k);
    d = fillet(d, min(arm_l, arm_r), 0.025 * k);

    float throat = capsule(p, collar, head, 0.050 * k, 0.046 * k);
    float skull = length((p - head - vec2(0.0, 0.012 * k)) * vec2(1.16, 0.96)) - 0.094 * k;
    float fall = 0.10 + 0.24 * fract(cut * 5.3);
    float hair = capsule(p, head + vec2(-joint[8].w * 0.02 * k, 0.025 * k), head - vec2(joint[8].w * 0.075 * k, fall * k), 0.098 * k, mix(0.066, 0.088, self.z) * k);
    d = fillet(d, throat, 0.030 * k);
    return fillet(d, min(skull, hair), 0.02 * k);
}

// One tail of the dreamer's scarf, as act 1 knows it: it leaves the neck to the left and rides on the wind.
float tail(vec2 q, float beat, float lift, float reach) {
    float run = -q.x;
    float wave = lift * run + 0.035 + run * (0.26 * sin(run * 10.0 - time * 3.3 + beat) + 0.09 * sin(run * 23.0 - time * 6.1 + beat));
    float thick = 0.017 + 0.011 * sin(run * 13.0 - time * 4.7 + beat) * run;
    return 0.7 * max(abs(q.y - wave) - thick, max(-run - 0.03, run - reach));
}

float scarf(vec2 p) {
    vec2 q = p - joint[0].zw;
    float wrap = capsule(q, vec2(-0.045, 0.0), vec2(0.045, 0.0), 0.048, 0.048);
    return min(wrap, min(tail(q, 0.0, 0.30, 0.44), tail(q, 1.9, 0.08, 0.30)));
}

void main() {
    float k = joint[8].z;
    float d = figure(at);
    if (self.z > 0.5) d = min(d, scarf(at));
    float size = max(fwidth(at.y), 1e-4);
    float alpha = clamp(0.5 - d / size, 0.0, 1.0);
    float thin = max(0.011 * k, 0.9 * size);
    float edge = exp(-d * d / (thin * thin));
    float deep = min(d, 0.0) / k;
    float glass = exp(deep / 0.028);  // light gathers where the body curves away
    float high = clamp(at.y / (1.75 * k), 0.0, 1.2);
    vec2 slope = normalize(vec2(dFdx(d), dFdy(d)) + 1e-6);

    // stranger
    vec2 inside = (at - joint[1].xy) / k;
    float drift = perlin(vec2(inside.x * 7.0 + self.w * 37.0, inside.y * 3.0 - time * 0.22));
    float fibre = perlin(vec2(inside.x * 15.0 + 2.0 * drift, inside.y * 4.5 - time * 0.30 + self.w * 19.0));
    float strand = max(1.0 - abs(fibre) * 7.0, 0.0);
    vec2 from_chest = inside - vec2(0.0, 0.36);
    float ember = exp(-dot(from_chest, from_chest) * 60.0) * (0.75 + 0.25 * sin(time * 2.1 + self.w * 20.0));
    vec3 tint = mix(mix(other, counter, self.w), mood.rgb, 0.30);
    float grounded = smoothstep(0.0, 0.50, high);
    float facing = 0.22 + 0.78 * clamp(dot(slope, vec2(self.w > 0.5 ? 0.64 : -0.64, 0.77)) * 0.8 + 0.3, 0.0, 1.0);
    vec3 ghost = (tint * 0.40 + light * 0.34) * edge * facing;
    ghost += tint * glass * (0.16 + 0.20 * facing);
    ghost += (tint * 0.5 + other * 0.3) * strand * strand * (0.10 + 0.16 * max(drift, 0.0)) * (1.0 - smoothstep(0.40, 0.56, inside.y));
    ghost += (mood.rgb * 0.8 + light * 0.15) * ember * 0.50;
    ghost *= alpha * (0.15 + 0.85 * grounded);
    float veil = alpha * (0.26 + 0.30 * glass) * grounded;

    // dreamer
    vec2 to_key = joint[4].xy + vec2(0.0, 0.30) - at;
    float key_far = dot(to_key, to_key);
    float towards = clamp(dot(slope, to_key * inversesqrt(key_far + 1e-4)) * 0.85 + 0.15, 0.0, 1.0);
    vec3 dark = (shadow * 0.5 + dominant * 0.010) * alpha;
    dark += (accent * 0.9 + light * 0.4) * (edge + 0.10 * glass * glass) * towards * towards * alpha * rim * 1.5 / (0.55 + key_far);
    dark += counter * edge * alpha * 0.16 * rim;
    float vein = max(1.0 - abs(perlin(vec2(at.x * 16.0, at.y * 8.0))) * 16.0, 0.0);
    dark += (light * 0.5 + accent * 0.5) * vein * alpha * exp(-key_far * 9.0) * (0.5 + 0.5 * heart);

    colour = vec4(mix(ghost * brightness, dark, self.z), mix(veil, alpha, self.z)) * mood.a;
}
#endif
