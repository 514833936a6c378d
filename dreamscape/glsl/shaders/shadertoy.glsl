// shadertoy: what Shadertoy promises its passes; the common part and the pass follow. Cost: none of its own.
// Defines: CHANNEL0 to CHANNEL3, the types of the channels' samplers.
uniform vec3 iResolution;   // px, and 1
uniform float iTime;        // s
uniform float iTimeDelta;   // s, since the frame before
uniform float iFrameRate;   // frames a second
uniform int iFrame;
uniform vec4 iMouse;        // px: where it is, and where it presses; negative where it does not
uniform vec4 iDate;         // year, month less 1, day, s of the day
uniform CHANNEL0 iChannel0;
uniform CHANNEL1 iChannel1;
uniform CHANNEL2 iChannel2;
uniform CHANNEL3 iChannel3;
out vec4 shader_colour;
const float iSampleRate = 48000.0;
#define iGlobalTime iTime
#define iChannelTime float[4](iTime, iTime, iTime, iTime)
vec3 iChannelSize(sampler2D channel) { return vec3(textureSize(channel, 0), 1.0); }
vec3 iChannelSize(samplerCube channel) { return vec3(textureSize(channel, 0), 1.0); }
vec3 iChannelSize(sampler3D channel) { return vec3(textureSize(channel, 0)); }
#define iChannelResolution vec3[4](iChannelSize(iChannel0), iChannelSize(iChannel1), iChannelSize(iChannel2), \
    iChannelSize(iChannel3))
#define HW_PERFORMANCE 1
