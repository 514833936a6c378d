// shadertoy: what Shadertoy promises its passes; the common part and the pass follow. Cost: none of its own.
uniform vec3 iResolution;   // px, and 1
uniform float iTime;        // s
uniform float iTimeDelta;   // s, since the frame before
uniform float iFrameRate;   // frames a second
uniform int iFrame;
uniform vec4 iMouse;        // px: where it is, and where it presses; negative where it does not
uniform vec4 iDate;         // year, month less 1, day, s of the day
uniform sampler2D iChannel0;
uniform sampler2D iChannel1;
uniform sampler2D iChannel2;
uniform sampler2D iChannel3;
out vec4 shader_colour;
const float iSampleRate = 48000.0;
#define iGlobalTime iTime
#define iChannelTime float[4](iTime, iTime, iTime, iTime)
#define iChannelResolution vec3[4](vec3(textureSize(iChannel0, 0), 1.0), vec3(textureSize(iChannel1, 0), 1.0), \
    vec3(textureSize(iChannel2, 0), 1.0), vec3(textureSize(iChannel3, 0), 1.0))
#define HW_PERFORMANCE 1
