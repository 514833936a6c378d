// passing: what all shifts share: the pictures of the act that comes and of the one that leaves, and the gate, the
// place of what both contain. PLAIN_COMING or PLAIN_LEAVING if one of the two holds code values while the other holds
// light.
#include "frame.glsl"
#include "decode.glsl"
uniform sampler2D coming;
uniform sampler2D leaving;
uniform vec2 target_texel;
uniform vec2 gate;      // parts of the picture from left and bottom; it moves from one act's to the other's
uniform vec4 gates;     // where it is in the act that leaves, and in the one that comes
uniform vec3 glow;      // linear colour of what shines
uniform float passing;  // 0 only the leaving act .. 1 only the coming one
out vec4 colour;

vec4 coming_at(vec2 at) {
    vec4 c = texture(coming, at);
#ifdef PLAIN_COMING
    c.rgb = decode(clamp(c.rgb, 0.0, 1.0));
#endif
    return c;
}

vec4 leaving_at(vec2 at) {
    vec4 c = texture(leaving, at);
#ifdef PLAIN_LEAVING
    c.rgb = decode(clamp(c.rgb, 0.0, 1.0));
#endif
    return c;
}

// From the gate, in heights of the picture.
vec2 from_gate(vec2 at) {
    return (at - gate) * vec2(frame.aspect, 1.0);
}

// Beyond its edge a picture is seen mirrored.
vec2 folded_in(vec2 at) {
    return clamp(1.0 - abs(1.0 - abs(at)), 0.001, 0.999);
}

// What is seen of an act from `nearer` times as near, its own gate at the gate.
vec4 coming_near(vec2 at, float nearer) {
    return coming_at(folded_in(gates.zw + (at - gate) / nearer));
}

vec4 leaving_near(vec2 at, float nearer) {
    return leaving_at(folded_in(gates.xy + (at - gate) / nearer));
}

// 0 before `from`, 1 after `to`, and no jolt at either.
float during(float from, float to) {
    return smoothstep(from, to, passing);
}

// How far a place in the picture can be from any gate, heights of the picture.
float furthest() {
    return length(vec2(frame.aspect, 1.0));
}
