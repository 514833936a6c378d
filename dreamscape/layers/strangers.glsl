// A walker: a signed distance around the joints that gait.py poses, in metres right of and above the feet, and a normal
// as if every part were round. A stranger is glass, has a glow of their feeling in the chest, and comes apart at the
// feet: far away no more than lines of light, near a body that the key's gold rakes from the street's end and the sky
// from the other side, cloth in folds, and of who comes towards us a face with closed eyes. The dreamer is dark with a
// thin rim, lit from the hand that is held aloft. Cost: 10 capsules a pixel of the card, and 2 noises and about 200
// operations a pixel of the figure.
#include "frame.glsl"
#include "touch.glsl"

// The garment, in parts of the wearer's tallness: how wide it is on each side of its middle line at height y, by its
// cut: a dress flares from a narrow waist to the ground, a coat falls straight to the shins, a robe hides the waist.
struct Cut {
    float waist;
    float hem;    // half its width
    float low;    // the hem's height
};

Cut cut_of(float number, float dreamer) {
    if (dreamer > 0.5) return Cut(0.118, 0.285, 0.014);
    return number < 0.38 ? Cut(0.112, 0.270, 0.05) : number < 0.72 ? Cut(0.142, 0.205, 0.36) : Cut(0.158, 0.240, 0.09);
}

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
flat out float aim;  // -1 to 1: how far to the right the light at the end of the street stands from here

// How far left and right of the feet a stranger reaches, m: the limbs, and the hem as `figure` lays it.
vec2 reach() {
    Cut cut = cut_of(stand.w, 0.0);
    vec4 least = min(min(min(j0, j1), min(j2, j3)), min(min(j4, j5), min(j6, j7)));
    vec4 most = max(max(max(j0, j1), max(j2, j3)), max(max(j4, j5), max(j6, j7)));
    vec2 limbs = vec2(min(min(least.x, least.z), j8.x), max(max(most.x, most.z), j8.x)) + vec2(-0.14, 0.14) * j8.z;
    float hem = j1.x + (0.5 * (j5.z + j7.z) - j1.x - 0.07 * j8.w * j8.z) * 1.21;
    float wide = 1.17 * (cut.hem * j8.z + 0.32 * abs(j5.z - j7.z)) + 0.02 * j8.z;
    return vec2(min(limbs.x, hem - wide), max(limbs.y, hem + wide));
}

void main() {
    joint = vec4[9](j0, j1, j2, j3, j4, j5, j6, j7, j8);
    self = stand;
    mood = feeling;
    float near = length(vec3(stand.x, frame.eye.y, stand.y) - frame.eye);
    mood.a *= mix(smoothstep(2.5, 6.5, near), 1.0, stand.z);  // strangers fade as they come too near
    vec3 off = vec3(stand.x, frame.eye.y, stand.y) - frame.eye;
    aim = clamp(-3.2 * dot(off, normalize(frame.right)) / max(dot(off, frame.forward), 0.3), -1.0, 1.0);
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    vec2 wide = stand.z > 0.5 ? vec2(-0.75, 0.75) : reach();
    at = mix(vec2(wide.x, -0.08 * j8.z), vec2(wide.y, mix(1.92, 2.25, stand.z) * j8.z), corner);
    vec3 across = normalize(vec3(frame.right.x, 0.0, frame.right.z));
    vec3 place = vec3(stand.x, 0.0, stand.y) + across * at.x;
    gl_Position = frame.view_projection * vec4(place.x, at.y * upright, place.z, 1.0);
    if (mood.a < 0.01) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
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
flat in float aim;
out vec4 colour;

// How a walker is shaped at a pixel.
struct Shape {
    float d;        // m to the outline, negative inside
    float across;   // -1 to 1 across the garment
    float fall;     // 0 at the waist, 1 at the hem
    float within;   // m to a sleeve or the face
    vec2 bulge;     // the surface's normal, across the picture and up, were it round
    vec2 face;      // parts of the tallness from between the eyes, as the head is turned
    float of_face;  // 0 or hair, 1 face
    float of_hair;
};

// A limb: x: distance; yz: from its axis.
vec3 limb(vec2 p, vec2 a, vec2 b, float radius_a, float radius_b) {
    vec2 ab = b - a;
    float t = clamp(dot(p - a, ab) / dot(ab, ab), 0.0, 1.0);
    vec2 q = p - a - ab * t;
    return vec3(length(q) - mix(radius_a, radius_b, t), q);
}

vec2 bulge_of(vec3 limb) {
    return limb.yz / max(length(limb.yz) - limb.x, 1e-3);
}

vec3 nearer(vec3 a, vec3 b) {
    return a.x < b.x ? a : b;
}

// From shoulder to fingertips: a wide sleeve that narrows to the wrist, and a hand at rest.
vec3 arm(vec2 p, vec2 shoulder, vec2 elbow, vec2 wrist) {
    vec2 along = normalize(wrist - elbow + 1e-5);
    vec3 sleeve = nearer(limb(p, shoulder, elbow, 0.052, 0.043), limb(p, elbow, wrist, 0.043, 0.021));
    return nearer(sleeve, limb(p, wrist + along * 0.022, wrist + along * 0.105, 0.029, 0.011));
}

// The legs joined to a body at the distance `d`.
float with_legs(float d, float k, vec2 p) {
    vec2 knee_l = joint[5].xy / k, ankle_l = joint[5].zw / k, knee_r = joint[7].xy / k, ankle_r = joint[7].zw / k;
    float legs = min(capsule(p, knee_l, ankle_l + 1e-4, 0.058, 0.034),
        capsule(p, knee_r, ankle_r + 1e-4, 0.058, 0.034));
    legs = min(legs, min(capsule(p, ankle_l, joint[6].xy / k + 1e-4, 0.034, 0.020),
        capsule(p, ankle_r, joint[8].xy / k + 1e-4, 0.034, 0.020)));
    d = fillet(d, legs, 0.02);
    return d;
}

// The hair around a head: a knot, short or long.
vec3 hair_of(float ahead, vec2 p, vec2 head) {
    float style = fract(self.w * 5.3);
    float hangs = self.z > 0.5 ? 0.27 : style < 0.30 ? 0.0 : mix(0.13, 0.34, style);  // a knot, short hair, long hair
    vec2 nape = head + vec2(-0.030 * ahead, 0.030);
    vec2 ends = head - vec2(0.080 * ahead + 0.010 * sin(frame.time * 1.7 + self.w * 30.0), hangs);
    float combed = self.z > 0.5 ? 0.060 : 0.052;
    vec3 hair = limb(p, nape, ends + 1e-4, 0.086, mix(0.074, combed, smoothstep(0.1, 0.3, hangs)));
    // gathered at the neck
    if (self.z < 0.5) {
        hair.x += 0.009 * smoothstep(0.02, 0.11, nape.y - p.y) * smoothstep(0.34, 0.20, nape.y - p.y);
    }
    if (hangs == 0.0) {
        vec2 knot = p - head - vec2(-0.06 * ahead, 0.125);
        hair = nearer(hair, vec3(length(knot) - 0.040, knot));
    }
    return hair;
}

// How wide the garment is at a height `y`, where its middle line is there, and how that sways.
void garment_at(float k, float ahead, vec2 neck, vec2 pelvis, Cut cut, float y, float fall, out float middle,
    out float sway, out float wide) {
    vec2 feet = 0.5 * (joint[5].zw + joint[7].zw) / k;
    float step_wide = abs(joint[5].z - joint[7].z) / k;
    middle = mix(pelvis.x, neck.x, clamp((y - 0.93) / 0.55, 0.0, 1.0));
    middle += (feet.x - pelvis.x - 0.07 * ahead) * fall * fall;  // the hem comes after
    sway = 0.014 * sin(fall * 5.0 - frame.time * 2.1 + self.w * 40.0) * fall;
    float slim = 1.0 - 0.22 * abs(ahead);
    wide = mix(cut.waist, 0.178, smoothstep(1.06, 1.36, y)) * slim;
    wide = mix(wide, 0.046, smoothstep(1.33, 1.52, y));
    wide += (cut.hem + step_wide * 0.32 - cut.waist) * fall * (0.42 + 0.58 * fall);
    float hip = (y - 0.91) / 0.13;
    wide += 0.018 / (1.0 + hip * hip * 2.0);
}

// The arms joined to a body.
void with_arms(float k, vec2 p, vec2 neck, float y, inout float d, inout vec2 bulge, out vec3 arms) {
    vec2 elbow_l = joint[2].xy / k, elbow_r = joint[3].zw / k;
    vec2 in_l = mix(joint[1].zw / k, neck, 0.27) - vec2(0.0, 0.045);
    vec2 in_r = mix(joint[3].xy / k, neck, 0.27) - vec2(0.0, 0.045);
    vec3 arm_l = arm(p, in_l, elbow_l, joint[2].zw / k);
    vec3 arm_r = arm(p, in_r, elbow_r, joint[4].xy / k);
    arms = nearer(arm_l, arm_r);
    d = fillet(d, arms.x, 0.05);
    bulge = mix(bulge, bulge_of(arms), clamp(0.4 - arms.x / 0.024, 0.0, 1.0) * smoothstep(1.50, 1.36, y));
}

Shape figure(vec2 at_m) {
    float k = joint[8].z, ahead = joint[8].w;
    vec2 p = at_m / k;
    vec2 head = joint[0].xy / k, neck = joint[0].zw / k, pelvis = joint[1].xy / k;
    Cut cut = cut_of(self.w, self.z);
    float y = p.y - pelvis.y + 0.93;  // without the rise and fall of walking
    float fall = clamp((1.08 - y) / (1.08 - cut.low), 0.0, 1.1);
    float middle, sway, wide;
    garment_at(k, ahead, neck, pelvis, cut, y, fall, middle, sway, wide);
    float across = (p.x - middle - sway) / wide;
    float d = (abs(p.x - middle - sway) - wide) * 0.92;
    d = max(d, y - 1.50);
    d = max(d, (cut.low + 0.014 * sin(across * 7.0 + self.w * 30.0 + frame.time * 1.3) - y) * 0.9);
    vec2 bulge = vec2(across, 0.75 * smoothstep(1.20, 1.50, y) * (0.4 + abs(across))
        - 0.25 * smoothstep(1.30, 1.12, y) * smoothstep(1.02, 1.12, y));

    d = with_legs(d, k, p);

    vec3 arms;
    with_arms(k, p, neck, y, d, bulge, arms);

    vec3 throat = limb(p, neck - vec2(0.0, 0.05), head, 0.044, 0.040);
    d = fillet(d, throat.x, 0.045);
    bulge = mix(bulge, bulge_of(throat) * 0.9, smoothstep(1.44, 1.52, y));
    vec2 face = p - head - vec2(0.012 * ahead, 0.012);
    float skull = (length(face * vec2(1.34, 1.0)) - 0.103) * 0.84;
    vec3 hair = hair_of(ahead, p, head);
    float crown = hair.x;
    d = fillet(d, fillet(skull, crown, 0.02), 0.018);

    // a face is seen of who comes towards us: the left shoulder stands on the right of the picture
    float front = smoothstep(-0.1, 0.5, (joint[1].z - joint[3].x) / (0.33 * k));
    float to_hand = 0.0;
    if (touched) {  // who is touched turns to the hand
        vec2 seen = in_picture(gl_FragCoord.xy);
        to_hand = clamp((frame.hand.x - seen.x) * 3.0, -1.0, 1.0)
            * min(near_hand(length(seen - frame.hand.xy)) * 1.5, 1.0) * 0.022;
    }
    vec2 turned = face - vec2(0.050 * ahead + to_hand, 0.0);
    vec2 oval = (turned + vec2(0.0, 0.016)) / vec2(0.064, 0.088);
    float of_face = smoothstep(1.0, 0.72, dot(oval, oval)) * front;
    float of_hair = clamp(0.4 - min(crown, skull) / 0.016, 0.0, 1.0) * (1.0 - of_face)
        * mix(1.0, smoothstep(-0.13, -0.05, face.y) + smoothstep(0.040, 0.060, abs(face.x)), front);
    of_hair = min(of_hair, 1.0);
    bulge = mix(bulge, mix(bulge_of(hair), face * vec2(12.0, 9.0), smoothstep(0.0, -0.03, skull)), of_hair);
    bulge = mix(bulge, face * vec2(11.5, 8.6), of_face);
    return Shape(d * k, across, fall, min(abs(arms.x), abs(skull)) * k, bulge, turned, of_face, of_hair);
}

// The street's light on a body with the normal `n`: what came through, the key's gold, the sky.
void light_of_street(Shape shape, float body, vec3 tint, float grazing, vec3 n, vec3 warm,
    out float sky_on, out vec3 round_light, out float rake) {
    float lee = clamp(dot(n, vec3(-0.72 * aim, -0.25, 0.30)) + 0.1, 0.0, 1.0);
    rake = clamp(dot(n, normalize(vec3(0.9 * aim + 1e-3, 0.42, -0.20))), 0.0, 1.0);
    sky_on = 0.5 + 0.5 * dot(n, vec3(-0.70 * aim, 0.60, 0.36));
    float glint = max(dot(n, normalize(vec3(0.42 * aim + 0.10, 0.50, 0.75))), 0.0);
    glint *= glint;
    glint *= glint;
    glint *= glint;
    glint *= glint;
    round_light = (tint * (0.015 + 0.06 * sky_on * sky_on) + frame.dominant * 0.22 * sky_on)
        * (0.35 + 0.65 * (1.0 - n.z));
    round_light += (tint * 0.5 + frame.light * 0.3) * shape.of_face * n.z * (0.06 + 0.20 * sky_on);
    round_light += (tint * 0.7 + frame.counter * 0.25) * lee * lee * lee * 0.34 * (1.0 - 0.6 * grazing);
    round_light += warm * rake * rake * (0.05 + 1.1 * grazing) * (1.0 - 0.6 * body * min(shape.fall, 1.0));
    round_light += (mix(frame.counter, frame.other, 0.5 + 0.5 * n.y) * 0.45 + tint * 0.25 + frame.light * 0.35)
        * grazing * (0.06 + 1.05 * sky_on * sky_on);
    round_light += frame.light * glint * glint * 0.22 * (1.0 - 0.5 * shape.of_hair);
}

// Near: a round body, cloth in folds, a face at rest. `grazing` is 1 at the outline, `sky_on` how much sky it sees.
void round_body(Shape shape, float edge, float thin, float glass, float drift, float fold, float body, vec3 tint,
    out float grazing, out float sky_on, out vec3 round_light) {
    float drape = (0.20 + 0.55 * smoothstep(0.0, 0.6, shape.fall)) * body;
    vec2 bulge = shape.bulge + vec2(drape * cos(fold * 2.0) * 0.4
        + 0.16 * shape.of_hair * sin(shape.bulge.x * 17.0 + drift * 3.0), 0.0);
    vec2 f = vec2(abs(shape.face.x), shape.face.y);
    vec2 to_eye = (f - vec2(0.029, 0.004)) / vec2(0.017, 0.012);
    float socket = exp(-dot(to_eye, to_eye));
    float nose = max(1.0 - f.x * 62.0, 0.0) * smoothstep(-0.046, -0.030, f.y) * smoothstep(0.022, -0.005, f.y);
    bulge += shape.of_face * vec2(nose * shape.face.x * 70.0,
        -to_eye.y * socket * 0.35 - 0.6 * nose * smoothstep(-0.026, -0.040, f.y));
    float most = max(length(bulge), 1e-4);
    bulge *= min(most, 0.985) / most;
    vec3 n = vec3(bulge, sqrt(1.0 - dot(bulge, bulge)));
    grazing = 1.0 - n.z;
    grazing *= grazing * (0.4 + 0.6 * glass);  // what is behind more glass is fainter
    vec3 warm = frame.light * 0.45 + frame.accent * 0.60;
    // light that went through comes out here
    float rake;
    light_of_street(shape, body, tint, grazing, n, warm, sky_on, round_light, rake);
    float lid = f.y - 0.001 + 0.007 * (1.0 - to_eye.x * to_eye.x);
    float lash = max(1.0 - abs(lid) / (0.0040 + 0.4 * thin), 0.0) * smoothstep(1.15, 0.7, abs(to_eye.x));
    float lips = max(1.0 - abs(f.y + 0.053) * 140.0, 0.0) * smoothstep(0.024, 0.008, f.x);
    round_light *= 1.0 - shape.of_face * clamp(0.30 * socket + 0.50 * lash + 0.35 * lips, 0.0, 0.8);
    round_light *= 1.0 - 0.35 * shape.of_hair;
    round_light += (tint * 0.3 + frame.light * 0.4) * edge * (0.10 + 0.90 * rake) * 0.6 * mood.a;
}

// A stranger's glass. `near`: 0 so far away that only lines are seen, 1 near.
vec4 stranger(Shape shape, float edge, float thin, float near, vec2 slope, float alpha) {
    float k = joint[8].z;
    float high = clamp(at.y / (1.75 * k), 0.0, 1.2);
    float glass = exp(min(shape.d, 0.0) / k / 0.026);  // light gathers where the body curves away
    vec2 inside = (at - joint[1].xy) / k;
    float drift = perlin(vec2(inside.x * 6.0 + self.w * 37.0, inside.y * 3.0 - frame.time * 0.22));
    float grains = perlin(vec2(inside.x * 34.0 + self.w * 19.0, inside.y * 30.0 + frame.time * 0.35));
    float fold = shape.across * 8.0 + drift * mix(3.0, 2.0, near) + self.w * 21.0;
    float pleat = 1.0 - abs(sin(fold));
    pleat *= pleat * pleat;
    float body = 1.0 - max(shape.of_face, shape.of_hair);
    vec3 tint = mix(mix(frame.other, frame.counter, self.w), mood.rgb, 0.30);
    float behind = max(-shape.across * sign(joint[8].w) * abs(joint[8].w), 0.0) * step(0.01, shape.fall);
    float whole = smoothstep(0.06, 0.62, high * 1.5 - 0.22 * behind * shape.fall + 0.30 * drift
        + mix(0.22, 0.10, near) * grains);
    float facing = 0.16 + 0.84 * clamp(dot(slope, vec2(self.w > 0.5 ? 0.64 : -0.64, 0.77)) * 0.85 + 0.25, 0.0, 1.0);

    // far: lines of light
    vec3 lines = (tint * 0.55 + frame.light * 0.55) * edge * facing;
    lines += (tint + frame.light * 0.12) * glass * glass * (0.12 + 0.34 * facing);
    lines += tint * pleat * (0.05 + 0.20 * smoothstep(0.0, 0.5, shape.fall)) * (0.6 + drift);
    lines += (tint * 0.5 + frame.light * 0.15) * exp(-shape.within * shape.within / (thin * thin)) * (1.0 - edge) * 0.40
        * facing;

    float grazing, sky_on;
    vec3 round_light;
    round_body(shape, edge, thin, glass, drift, fold, body, tint, grazing, sky_on, round_light);

    // the feeling, deep in the chest, stirred by the heart
    vec2 from_chest = inside - vec2(0.0, 0.34 + 0.05 * drift);
    float calm = 0.75 + 0.25 * sin(frame.time * 2.1 + self.w * 20.0);
    float ember = exp(-dot(from_chest, from_chest * mix(vec2(110.0, 16.0), vec2(46.0, 10.0), near)));
    float breast = ember * (0.22 + 0.50 * frame.heart) * (1.0 - 0.3 * pleat)
        + ember * ember * ember * ember * (0.45 + 0.85 * frame.heart);

    vec3 glow = mood.rgb * 0.8 + frame.light * 0.12;
    vec3 ghost = mix(lines + glow * ember * calm * 0.26, round_light * 1.25 + glow * breast * 0.22 * mood.a, near);
    ghost += (tint * 0.6 + frame.light * 0.3) * max(grains - 0.25, 0.0) * (1.0 - whole) * mix(2.2, 1.2, near)
        * smoothstep(0.0, 0.12, high);
    if (touched) {  // their feeling wakes
        ghost += (glow * (ember * 0.55 + 0.20 * glass) + tint * 0.35 * (grazing + edge) * sky_on)
            * felt_at(in_picture(gl_FragCoord.xy));
    }
    float veil = mix(0.16 + 0.34 * glass, (0.34 + 0.30 * grazing + 0.15 * shape.of_hair) * mood.a, near);
    return vec4(ghost * brightness, veil) * alpha * whole;
}

// One tail of the dreamer's scarf, as in act 1: it leaves the neck to the left and rides on the wind.
float tail(vec2 q, float beat, float lift, float reach) {
    float run = -q.x;
    float wave = lift * run + 0.035 + run * (0.26 * sin(run * 10.0 - frame.time * 3.3 + beat)
        + 0.09 * sin(run * 23.0 - frame.time * 6.1 + beat));
    float thick = 0.017 + 0.011 * sin(run * 13.0 - frame.time * 4.7 + beat) * run;
    return 0.7 * max(abs(q.y - wave) - thick, max(-run - 0.03, run - reach));
}

float scarf(vec2 p) {
    vec2 q = p - joint[0].zw;
    float wrap = capsule(q, vec2(-0.045, 0.0), vec2(0.045, 0.0), 0.048, 0.048);
    return min(wrap, min(tail(q, 0.0, 0.30, 0.44), tail(q, 1.9, 0.08, 0.30)));
}

// The dreamer: dark, lit from the key.
vec4 dreamer(Shape shape, float cloth, float d, float edge, vec2 slope, float alpha) {
    float k = joint[8].z;
    float glass = exp(min(d, 0.0) / k / 0.026);
    vec2 inside = (at - joint[1].xy) / k;
    float drift = perlin(vec2(inside.x * 6.0 + self.w * 37.0, inside.y * 3.0 - frame.time * 0.22));
    float pleat = 1.0 - abs(sin(shape.across * 8.0 + drift * 3.0 + self.w * 21.0));
    pleat *= pleat * pleat;
    vec2 to_key = joint[4].xy + vec2(0.0, 0.30) - at;
    float key_far = dot(to_key, to_key);
    float towards = clamp(dot(slope, to_key * inversesqrt(key_far + 1e-4)) * 0.85 + 0.15, 0.0, 1.0);
    vec3 dark = (frame.shadow * 0.5 + frame.dominant * 0.010) * alpha;
    float of_body = cloth < shape.d ? 0.22 : 1.0;
    dark += (frame.accent * 0.9 + frame.light * 0.4) * (edge + 0.10 * glass * glass) * towards * towards * alpha * rim
        * of_body * 1.5 / (0.55 + key_far);
    dark += frame.counter * edge * alpha * 0.16 * rim * of_body;
    dark += (frame.accent * 0.5 + frame.dominant) * pleat * smoothstep(0.0, 0.4, shape.fall) * alpha * 0.03 * rim;
    float vein = max(1.0 - abs(perlin(vec2(at.x * 16.0, at.y * 8.0))) * 16.0, 0.0);
    dark += (frame.light * 0.5 + frame.accent * 0.5) * vein * alpha * exp(-key_far * 9.0) * (0.5 + 0.5 * frame.heart);
    return vec4(dark, alpha);
}

void main() {
    float k = joint[8].z;
    Shape shape = figure(at);
    float cloth = self.z > 0.5 ? scarf(at) : 1.0;
    float d = min(shape.d, cloth);
    float size = max(fwidth(at.y), 1e-4);
    vec2 slope = normalize(vec2(dFdx(d), dFdy(d)) + 1e-6);
    if (d > 0.5 * size) discard;  // most of the card
    float alpha = clamp(0.5 - d / size, 0.0, 1.0);
    float thin = max(0.007 * k, 0.8 * size);
    float edge = exp(-d * d / (thin * thin));
    float near = smoothstep(0.026, 0.011, size);
    if (self.z > 0.5)
        colour = dreamer(shape, cloth, d, edge, slope, alpha);
    else
        colour = stranger(shape, edge, thin, near, slope, alpha);
    colour *= mood.a;
}
#endif
