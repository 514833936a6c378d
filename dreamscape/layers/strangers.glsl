// A walker: a signed distance around the joints that gait.py poses, in metres right of and above the feet. A stranger is
// glass: nearly nothing inside, drifting light, a bright rim, a glow of their feeling in the chest. The dreamer is dark
// with a thin rim, lit from the hand that is held aloft. Cost: 19 capsules a pixel of the card.
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

float figure(vec2 p) {
    float k = joint[8].z;
    vec2 head = joint[0].xy, neck = joint[0].zw, pelvis = joint[1].xy;
    vec2 shoulder_l = joint[1].zw, shoulder_r = joint[3].xy, hip_l = joint[4].zw, hip_r = joint[6].zw;
    float arm_l = limb(p, shoulder_l, joint[2].xy, joint[2].zw, 0.056 * k, 0.045 * k, 0.034 * k);
    float arm_r = limb(p, shoulder_r, joint[3].zw, joint[4].xy, 0.056 * k, 0.045 * k, 0.034 * k);
    float leg_l = limb(p, hip_l, joint[5].xy, joint[5].zw, 0.088 * k, 0.062 * k, 0.043 * k);
    float leg_r = limb(p, hip_r, joint[7].xy, joint[7].zw, 0.088 * k, 0.062 * k, 0.043 * k);
    float foot_l = capsule(p, joint[5].zw, joint[6].xy + 1e-4, 0.045 * k, 0.030 * k);
    float foot_r = capsule(p, joint[7].zw, joint[8].xy + 1e-4, 0.045 * k, 0.030 * k);
    float trunk = capsule(p, neck - vec2(0.0, 0.10 * k), pelvis + vec2(0.0, 0.05 * k), 0.145 * k, 0.118 * k);
    float yoke = capsule(p, shoulder_l, shoulder_r + 1e-4, 0.070 * k, 0.070 * k);
    float hips = capsule(p, hip_l, hip_r + 1e-4, 0.105 * k, 0.105 * k);
    float skull = length((p - head - vec2(0.0, 0.01 * k)) * vec2(1.12, 0.96)) - 0.106 * k;
    float throat = capsule(p, neck - vec2(0.0, 0.06 * k), head, 0.056 * k, 0.050 * k);
    float d = fillet(trunk, yoke, 0.07 * k);
    d = fillet(d, hips, 0.08 * k);
    float cut = mix(self.w, 0.45, self.z);  // how long the coat is, if any
    vec2 knees = 0.5 * (joint[5].xy + joint[7].xy);
    vec2 low = mix(pelvis, knees, 0.65 + 0.5 * fract(cut * 3.7)) - vec2(joint[8].w * 0.05 * k, 0.0);
    float reach = 0.5 * abs(joint[5].x - joint[7].x);
    float coat = capsule(p, pelvis + vec2(0.0, 0.10 * k), low + 1e-4, 0.125 * k, 0.120 * k + reach * 0.55);
    coat = max(coat, low.y - 0.02 * k - p.y);
    d = cut > 0.33 ? fillet(d, coat, 0.08 * k) : d;
    d = fillet(d, throat, 0.035 * k);
    float hair = capsule(p, head + vec2(0.0, 0.02 * k), head - vec2(joint[8].w * 0.08 * k, (0.10 + 0.13 * fract(cut * 5.3)) * k), 0.108 * k, 0.05 * k);
    d = fillet(d, min(skull, hair), 0.025 * k);
    d = fillet(d, min(arm_l, arm_r), 0.03 * k);
    return fillet(d, min(min(leg_l, leg_r), min(foot_l, foot_r)), 0.03 * k);
}

void main() {
    float k = joint[8].z;
    float d = figure(at);
    float size = max(fwidth(at.y), 1e-4);
    float alpha = clamp(0.5 - d / size, 0.0, 1.0);
    float thin = max(0.018 * k, 1.1 * size);
    float edge = exp(-d * d / (thin * thin));
    float soft = exp(min(d, 0.0) / (0.055 * k));
    float high = clamp(at.y / (1.75 * k), 0.0, 1.2);

    // stranger
    float smoke = perlin(vec2(at.x * 4.0 + self.w * 37.0, at.y * 2.6 - time * 0.35)) + 0.5 * perlin(vec2(at.x * 9.0, at.y * 6.0 - time * 0.6 + self.w * 19.0));
    vec2 chest = mix(joint[0].zw, joint[1].xy, 0.30);
    vec2 from_chest = (at - chest) / k;
    float ember = exp(-dot(from_chest, from_chest) * 42.0) * (0.75 + 0.25 * sin(time * 2.1 + self.w * 20.0));
    vec3 tint = mix(other, mood.rgb, 0.45);
    float grounded = smoothstep(-0.02, 0.45, high);
    vec3 ghost = (tint * 0.55 + light * 0.30) * edge * (0.35 + 0.65 * grounded) * alpha;
    ghost += tint * (soft * 0.22 + 0.035 * max(smoke + 0.3, 0.0)) * alpha * (0.4 + 0.6 * grounded);
    ghost += (mood.rgb * 0.8 + light * 0.15) * ember * alpha * 0.55;
    float veil = alpha * (0.30 + 0.25 * soft) * grounded;

    // dreamer
    vec2 slope = normalize(vec2(dFdx(d), dFdy(d)) + 1e-6);
    vec2 to_key = joint[4].xy + vec2(0.0, 0.25) - at;
    float key_far = dot(to_key, to_key);
    float towards = clamp(dot(slope, to_key * inversesqrt(key_far + 1e-4)) * 0.8 + 0.2, 0.0, 1.0);
    float bright = edge * alpha * towards * towards * 1.6 / (0.5 + key_far);
    vec3 dark = (shadow * 0.4 + dominant * 0.012) * alpha + (accent * 0.8 + light * 0.35) * bright * rim;
    dark += counter * edge * alpha * 0.10 * rim;
    float vein = 1.0 - abs(perlin(vec2(at.x * 9.0, at.y * 5.0))) * 9.0;
    dark += (light * 0.5 + accent * 0.5) * max(vein, 0.0) * alpha * exp(-key_far * 2.6) * (0.25 + 0.25 * heart);

    vec3 seen = mix(ghost * brightness, dark, self.z);
    colour = vec4(seen, mix(veil, alpha, self.z)) * mood.a;
}
#endif
